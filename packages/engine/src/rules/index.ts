import type { Rule } from "../graph/graph.js";
import { affineOfAffine } from "./affineOfAffine.js";
import { castOfCast } from "./castOfCast.js";
import { channelAffine } from "./channelAffine.js";
import { concatFirst } from "./concatFirst.js";
import { divideByPowerOfTwo } from "./divideByPowerOfTwo.js";
import { expandLast } from "./expandLast.js";
import { foldConstants } from "./foldConstants.js";
import { joinSlices } from "./joinSlices.js";
import { mergeMoves } from "./mergeMoves.js";
import { moveConstants } from "./moveConstants.js";
import { narrowOperand } from "./narrowOperand.js";
import { neutralOperand } from "./neutralOperand.js";
import { reduceInSteps } from "./reduceInSteps.js";
import { scaleOfScale } from "./scaleOfScale.js";
import { squaresInOnePass } from "./squaresInOnePass.js";
import { stepInOnePass } from "./stepInOnePass.js";
import { sumOfConvolutions } from "./sumOfConvolutions.js";
import { transposeInSteps } from "./transposeInSteps.js";

/** Every rewrite, in the order in which they are tried on a new node. Duplicates and dead nodes need no rule. */
export const rules: readonly Rule[] = [
  foldConstants,
  moveConstants,
  neutralOperand,
  narrowOperand,
  castOfCast,
  mergeMoves,
  expandLast,
  joinSlices,
  concatFirst,
  divideByPowerOfTwo,
  scaleOfScale,
  channelAffine,
  affineOfAffine,
  reduceInSteps,
  squaresInOnePass,
  stepInOnePass,
  sumOfConvolutions,
  transposeInSteps,
];
