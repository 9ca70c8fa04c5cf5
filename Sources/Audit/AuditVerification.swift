internal import Values

/// Checks the hash chain of a file, fed in pieces of any size.
///
/// One pass, constant memory.
public struct AuditVerification: Sendable {
  /// What is wrong with a file, at the first place where it shows.
  public struct Damage: Sendable, Equatable {
    /// The kinds of damage.
    public enum Kind: Sendable, Equatable {
      /// The line is no record: not JSON, or not in the form that pyflow writes.
      case notARecord
      /// The line's bytes are not those that were hashed.
      case changed
      /// A record is missing, added or moved: the line is not linked to the one before.
      case broken(expectedSequence: Int, found: Int)
      /// The line is longer than any record.
      case tooLong
    }

    /// What is wrong.
    public let kind: Kind
    /// The line, from 1.
    public let line: Int
    /// The offset of its first byte.
    public let offset: Int
  }

  /// What a crash leaves at the end of a file: a record that was not written to its end, or bytes that a power cut took.
  ///
  /// The next run sets it aside (design 6): it is no damage.
  public struct Torn: Sendable, Equatable {
    /// The line, from 1.
    public let line: Int
    /// The offset of its first byte.
    public let offset: Int
    /// How many bytes there are up to the end of the file.
    public fileprivate(set) var bytes: Int

    /// What is torn.
    public init(line: Int, offset: Int, bytes: Int) {
      self.line = line
      self.offset = offset
      self.bytes = bytes
    }
  }

  /// The damage that was found; the rest of the file is not looked at.
  public private(set) var damage: Damage?
  /// What is torn, once the file has ended.
  public private(set) var torn: Torn?
  /// A line with zeros, as a power cut leaves it near the end; anywhere else it is damage.
  private var hole: Torn?
  /// The chain up to the last sound record.
  public var chain: AuditChain { check.chain }
  /// Runs without an end record: they go on, or crashed.
  public private(set) var openRuns: Set<String> = []
  /// Where the clock went back.
  public private(set) var clockSteps = ClockSteps()
  private var check = AuditChainCheck()
  private var pending: [UInt8] = []
  private var line = 1
  private var offset = 0

  /// A verification of which no byte was read.
  public init() {}

  /// Takes in the next bytes of the file.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    guard damage == nil else { return }
    if let known = hole?.bytes {
      hole?.bytes = known + bytes.count
      return
    }
    var rest = Array(bytes)[...]
    while damage == nil, hole == nil, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending.append(contentsOf: rest[..<end])
      rest = rest[(end + 1)...]
      checkLine()
    }
    guard damage == nil else { return }
    if let known = hole?.bytes {
      hole?.bytes = known + rest.count
      return
    }
    pending.append(contentsOf: rest)
    if pending.count >= AuditLine.maximumSize { found(.tooLong) }
  }

  /// Ends the file.
  public mutating func finish() {
    if let hole {
      if hole.bytes > AuditHole.window { found(.notARecord) } else { torn = hole }
    } else if damage == nil, !pending.isEmpty {
      torn = Torn(line: line, offset: offset, bytes: pending.count)
    }
  }

  private mutating func found(_ kind: Damage.Kind) {
    damage = Damage(kind: kind, line: line, offset: offset)
  }

  /// Checks the line that is complete.
  private mutating func checkLine() {
    let sound = check
    if let kind = check.check(pending[...]) {
      check = sound
      guard AuditHole.isLeft(in: pending[...], at: offset, kind) else { return found(kind) }
      hole = Torn(line: line, offset: offset, bytes: pending.count + 1)
      return
    }
    noteRun()
    clockSteps.note(pending[...], number: line)
    offset += pending.count + 1
    line += 1
    pending.removeAll(keepingCapacity: true)
  }

  private static let started = Array("\"event\":\"\(AuditEvent.runStarted.rawValue)\"".utf8)
  private static let finished = Array("\"event\":\"\(AuditEvent.runFinished.rawValue)\"".utf8)

  /// Notes runs that begin and end; records of other kinds are not parsed.
  private mutating func noteRun() {
    let head = pending.prefix(160)
    let isStart = head.contains(Self.started)
    guard isStart || head.contains(Self.finished), let record = AuditRecord(pending[...]) else { return }
    if isStart { openRuns.insert(record.run) } else { openRuns.remove(record.run) }
  }
}
