package io.github.blemore.faceapi;

import io.github.blemore.ProbabilityHead;
import io.github.blemore.contract.ProbabilityHeadContract;

class FaceApiHeadContractTest extends ProbabilityHeadContract {

  @Override
  protected ProbabilityHead create() {
    return FaceApiHead.load();
  }
}
