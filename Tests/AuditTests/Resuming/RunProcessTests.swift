import Testing

@testable import Audit

/// Which process of a record is believed to be the run's: a number alone is that of anybody.
@Suite("The process on record")
struct RunProcessTests {
  /// The processes that live, by number, with when they started; the stranger is 77.
  private static let living = [1: 5, 77: 900, 4711: 1000]
  private static let boot = "11111111-2222-3333-4444-555555555555"
  private static let other = "99999999-2222-3333-4444-555555555555"

  @Test("is the same one only with its number, its start, and the machine's start", arguments: cases)
  func same(_ example: (number: Int, start: Int?, boot: String?, ownBoot: String?, isAlive: Bool)) {
    let process = RunProcess(number: example.number, start: example.start, boot: example.boot)
    #expect(process.isAlive(boot: example.ownBoot) { Self.living[$0] } == example.isAlive)
  }

  static let cases: [(number: Int, start: Int?, boot: String?, ownBoot: String?, isAlive: Bool)] = [
    (4711, 1000, boot, boot, true), (1, 5, boot, boot, true),
    // Another start of the same number.
    (4711, 999, boot, boot, false), (4711, 0, boot, boot, false), (4711, -1000, boot, boot, false),
    (77, 1000, boot, boot, false), (1, 1000, boot, boot, false), (4711, nil, boot, boot, false),
    (4711, .max, boot, boot, false), (77, nil, boot, boot, false), (77, 901, boot, boot, false),
    // Another start of the machine.
    (4711, 1000, other, boot, false), (4711, 1000, nil, boot, false), (4711, 1000, "", boot, false),
    (77, 900, other, boot, false), (77, 900, nil, boot, false), (4711, nil, nil, boot, false),
    // A machine that does not tell: nobody is believed.
    (4711, 1000, nil, nil, false), (4711, 1000, boot, nil, false), (4711, nil, nil, nil, false),
    (5, nil, nil, nil, false), (4711, 1000, "", nil, false),
    // Nobody has that number.
    (4712, 1000, boot, boot, false), (4712, nil, boot, boot, false), (2, 5, boot, boot, false),
    // Numbers that stand for groups of processes, for all, or for none.
    (0, nil, boot, boot, false), (-1, nil, boot, boot, false), (-77, nil, boot, boot, false),
    (-4711, 1000, boot, boot, false), (.max, nil, boot, boot, false), (.min, nil, boot, boot, false),
    (1 << 32 + 77, 900, boot, boot, false),
  ]
}
