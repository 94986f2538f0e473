package io.github.blemore.report;

import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.PersonCounts;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How well each person is recognized, best first. */
final class PeopleChart {

  private static final double ROW = 15;
  private static final double TOP = 20;
  private static final double BELOW = 58;
  private static final double FROM = 106;
  private static final double TO = 296;
  private static final int TICKS = 4;
  private static final int LONGEST_ID = 8;

  private PeopleChart() {}

  /** A person; the salience is that of no blend if there is none. */
  private record Person(String id, int fold, PersonCounts.Counts counts) {

    double presence() {
      return counts.present() / (double) counts.clips();
    }

    double salience() {
      return counts.blends() == 0 ? 0 : counts.salient() / (double) counts.blends();
    }

    boolean hasBlends() {
      return counts.blends() > 0;
    }
  }

  /** Of a system with answers. */
  static String of(SystemResult system) {
    PersonCounts counts = system.counts();
    Map<String, Integer> folds = new TreeMap<>();
    system.answers().forEach(answer -> folds.put(answer.clip().actor(), answer.clip().fold()));
    List<Person> people = new ArrayList<>();
    counts.people().forEach((id, of) -> people.add(new Person(id, folds.getOrDefault(id, 0), of)));
    people.sort(
        Comparator.comparingDouble(Person::presence)
            .thenComparingDouble(Person::salience)
            .reversed()
            .thenComparing(Person::id));
    return picture(people, counts.scores());
  }

  private static String picture(List<Person> people, Scores all) {
    double bottom = TOP + ROW * people.size();
    Svg svg =
        new Svg(
            "ACC_presence and ACC_salience of each of %d people".formatted(people.size()),
            bottom + BELOW);
    svg.text("soft", 0, TOP - 8, "person").text("soft end", 72, TOP - 8, "fold");
    svg.text("soft end", 100, TOP - 8, "clips");
    svg.text("soft end", 340, TOP - 8, "● pres.").text("soft end", 380, TOP - 8, "◇ sal.");
    for (int i = 0; i < people.size(); i++) {
      row(svg, people.get(i), TOP + ROW * i, i % 2 == 0);
    }
    for (int i = 0; i <= TICKS; i++) {
      double share = i / (double) TICKS;
      svg.line("grid", x(share), TOP, x(share), bottom);
      svg.text("soft mid", x(share), bottom + 14, Html.number(share).substring(0, 4));
    }
    svg.line("dashed", x(all.presence()), TOP, x(all.presence()), bottom);
    svg.line("dashed", x(all.salience()), TOP, x(all.salience()), bottom);
    people.forEach(person -> marks(svg, person, TOP + ROW * people.indexOf(person)));
    svg.text("mid", (FROM + TO) / 2, bottom + 30, "share of right answers");
    svg.text(
        "soft",
        0,
        bottom + 50,
        "dashed: all clips, ACC_presence %s, ACC_salience %s"
            .formatted(Html.number(all.presence()), Html.number(all.salience())));
    return svg.markup();
  }

  private static double x(double share) {
    return FROM + share * (TO - FROM);
  }

  private static void row(Svg svg, Person person, double y, boolean striped) {
    if (striped) {
      svg.rectangle("stripe", 0, y, Svg.WIDTH, ROW, 1);
    }
    double base = y + ROW - 4;
    svg.text("", 0, base, shortened(person.id()));
    svg.text("soft end", 72, base, String.valueOf(person.fold()));
    svg.text("soft end", 100, base, String.valueOf(person.counts().clips()));
    svg.text("end", 340, base, Html.number(person.presence()));
    svg.text("end", 380, base, person.hasBlends() ? Html.number(person.salience()) : "no blend");
  }

  private static void marks(Svg svg, Person person, double y) {
    double middle = y + ROW / 2;
    String who = person.id() + ": ";
    if (person.hasBlends()) {
      svg.diamond(
          "dot2",
          x(person.salience()),
          middle,
          5,
          who
              + "saliences right on %d of %d blends"
                  .formatted(person.counts().salient(), person.counts().blends()));
    }
    svg.circle(
        "dot",
        x(person.presence()),
        middle,
        4.5,
        who
            + "emotions right on %d of %d clips"
                .formatted(person.counts().present(), person.counts().clips()));
  }

  private static String shortened(String id) {
    return id.codePointCount(0, id.length()) <= LONGEST_ID
        ? id
        : id.substring(0, id.offsetByCodePoints(0, LONGEST_ID - 1)) + "…";
  }
}
