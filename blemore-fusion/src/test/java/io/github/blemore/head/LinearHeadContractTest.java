package io.github.blemore.head;

import io.github.blemore.ProbabilityHead;
import io.github.blemore.contract.ProbabilityHeadContract;

class LinearHeadContractTest extends ProbabilityHeadContract {

  @Override
  protected ProbabilityHead create() {
    return MadeUp.head(37, 0);
  }
}
