package io.github.blemore.report;

/**
 * How the page looks. Two colors, blue and orange, which people who see red and green alike tell
 * apart; what they mark differs in shape, too.
 */
final class Style {

  static final String CSS =
      """
      :root { color-scheme: light dark; --ink: #1c2230; --soft: #565f70; --paper: #fbfaf7;
        --line: #dcd9d0; --mark: 44 94 170; --mark2: 184 84 32; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --soft: #a3acbd;
        --paper: #14171e; --line: #333a48; --mark: 122 168 240; --mark2: 240 158 104; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; background: var(--paper);
        color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; line-height: 1.2; }
      h2 { font-size: 1.15rem; margin: 3rem 0 .5rem; padding-top: .8rem;
        border-top: 1px solid var(--line); }
      p, li { max-width: 46rem; } .soft { color: var(--soft); }
      .note { border-left: 4px solid rgb(var(--mark2)); padding: .4rem .9rem; }
      .wide { overflow-x: auto; } table { border-collapse: collapse; overflow-wrap: normal; }
      th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
        font-variant-numeric: tabular-nums; white-space: nowrap; font-size: .9rem; }
      th { color: var(--soft); font-weight: 600; }
      th:first-child, td:first-child { text-align: left; padding-left: 0; }
      dl + dl { border-top: 1px solid var(--line); padding-top: 1rem; }
      .words { font-size: .85rem; display: inline-block; white-space: normal; text-align: left; width: max-content;
        max-width: 16rem; vertical-align: top;
        overflow-wrap: anywhere; }
      .tiles { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0; }
      .tiles div { border: 1px solid var(--line); border-radius: 6px; padding: .6rem 1rem;
        flex: 1 1 12rem; } .tiles b { display: block; font-size: 1.5rem; line-height: 1.3; }
      .matrix td, .matrix th { padding: .2rem .3rem; font-size: .78rem; text-align: center; }
      .matrix th:first-child { text-align: right; } .right { outline: 1px solid var(--ink);
        outline-offset: -1px; }
      .bar { display: block; width: 14rem; height: 1rem; position: relative;
        background: rgb(var(--mark) / .1); }
      .bar * { position: absolute; top: 0; bottom: 0; }
      .bar i { background: rgb(var(--mark) / .75); }
      .bar b { top: 42%; bottom: 42%; background: rgb(var(--mark2)); }
      .bar s { width: 0; border-left: 2px dashed var(--ink); }
      .bar u { width: .5rem; height: .5rem; margin-left: -.25rem; top: .25rem; border-radius: 50%;
        border: 1.5px solid var(--ink); background: var(--paper); }
      .left { text-align: left; } dl { max-width: 56rem; display: grid; gap: .3rem 1.5rem;
        grid-template-columns: 12rem 1fr; } dt { color: var(--soft); } dd { margin: 0; }
      .mini { display: block; width: 2.6rem; height: .3rem; background: rgb(var(--mark) / .12); }
      .mini i { display: block; height: 100%; background: rgb(var(--mark)); }
      .true { outline: 1px solid var(--ink); padding: 0 .15rem; }
      .pair { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: flex-start; }
      .pair > svg { flex: 1 1 20rem; } .numbers { flex: 1 1 17rem; min-width: 0; }
      svg { display: block; width: 100%; max-width: 31rem; min-width: 0; height: auto; }
      svg text { fill: var(--ink); font: 11px system-ui, sans-serif;
        font-variant-numeric: tabular-nums; }
      svg .soft { fill: var(--soft); } svg .mid { text-anchor: middle; }
      svg .end { text-anchor: end; }
      .axis { stroke: var(--soft); fill: none; } .grid { stroke: var(--line); fill: none; }
      .dashed { stroke: var(--soft); stroke-dasharray: 4 3; fill: none; }
      .fill { fill: rgb(var(--mark)); }
      .curve { fill: none; stroke: rgb(var(--mark)); stroke-width: 2; stroke-linejoin: round; }
      .curve2 { fill: none; stroke: rgb(var(--mark2)); stroke-width: 1.5; stroke-dasharray: 5 3; }
      .dot { fill: rgb(var(--mark)); stroke: var(--paper); }
      .dot2 { fill: var(--paper); stroke: rgb(var(--mark2)); stroke-width: 1.8; }
      .plate { fill: var(--paper); stroke: var(--ink); }
      .paper { fill: var(--paper); } .cell { shape-rendering: crispEdges; }
      .stripe { fill: rgb(var(--mark) / .07); }
      details { margin: .5rem 0; } summary { cursor: pointer; color: var(--soft); }
      img { max-width: 100%; height: auto; border-radius: 4px; }
      @media (max-width: 40rem) { dl { display: block; } dd { margin-bottom: .6rem; }
        th, td { padding: .3rem .4rem; } .bar { width: 9rem; } .first { display: inline-block;
        white-space: normal; min-width: 6.5rem; max-width: 8rem; } }
      """;

  private Style() {}
}
