package io.github.blemore.simulation;

/** How the hair is worn. */
enum HairStyle {
  BALD(Worn.NONE),
  BUZZ(Worn.SHORT),
  SHORT(Worn.SHORT),
  SIDE_PART(Worn.SHORT),
  CURLS(Worn.SHORT),
  BUN(Worn.LONG),
  BOB(Worn.LONG),
  LONG(Worn.LONG);

  private final Worn worn;

  HairStyle(Worn worn) {
    this.worn = worn;
  }

  /** How much of it there is. */
  Worn worn() {
    return worn;
  }

  /** How much hair there is. */
  enum Worn {
    NONE,
    SHORT,
    LONG
  }
}
