import Running
import Testing
import Values

/// What is found while a rollout is watched: at the end of a window, while a person thinks, by metrics and baselines.
@Suite("Rollouts that are watched")
struct WatchedRolloutTests {
  private static let begun = "P1 P9 K1 K2 K4 K6 K14"
  private static let promoted = begun + " K15 K6 K14 K16 K27"
  private static let back = "K37 K40 K41"
  /// A sample that ends after the window of forty seconds is over.
  private static func late(_ ending: ScriptStep.Ending) -> ScriptStep { ScriptStep(ending, take: .seconds(29)) }

  static let windows = [
    PlayCase(
      "a failure at the end of the window is one",
      .canary("hold = \"40s\"", ["ship/step-1/analyse": [.pass, .fail, late(.fail)]]), "\(begun) K18 \(back)",
      "rolled_back", .rolledBack),
    PlayCase(
      "too much that tells nothing at its end is no want of samples",
      .canary("hold = \"40s\"\nunknown_limit = 1", ["ship/step-1/analyse": [.pass, .unknown, late(.unknown)]]),
      "\(begun) K20 \(back)", "rolled_back", .rolledBack),
    PlayCase(
      "a failure at the end of the soak is one",
      .canary("soak = \"40s\"\non_unknown = \"halt\"", ["ship/soak": [.pass, .fail, late(.fail)]]),
      "\(promoted) K33 \(back)", "rolled_back", .rolledBack),
  ]

  @Test("decide at the end of a window by all that was found in it", arguments: windows)
  func atTheEnd(_ example: PlayCase) throws { try example.check() }
}
