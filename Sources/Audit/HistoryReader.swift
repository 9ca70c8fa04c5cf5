/// Reads the runs of a file, line by line, and holds the lines to the hash chain; what is damaged is noted and read all the same.
public struct HistoryReader: Sendable {
  /// Places that are kept; a file that is no audit at all has as many as lines.
  private static let keptDamages = 100

  /// The runs, in the order of their first records.
  public private(set) var runs: [RunHistory] = []
  private var noted: [AuditVerification.Damage] = []
  private var indexes: [String: Int] = [:]
  private var chain = AuditChainCheck()
  private var lineCount = 0
  /// How many bytes the lines had that were read, their newlines included.
  public private(set) var offset = 0
  /// A line with zeros, as a power cut leaves it near the end: the next run sets it and all that follows aside.
  private var hole: AuditVerification.Damage?

  /// A reader of which no line was read.
  public init() {}

  /// Takes in the next line, without its newline; what is no record is passed over.
  public mutating func add(_ line: ArraySlice<UInt8>) {
    lineCount += 1
    defer { offset += line.count + 1 }
    if hole != nil { return }
    let kind = chain.check(line)
    if let kind, AuditHole.isLeft(in: line, at: offset, kind) {
      hole = damage(kind)
      return
    }
    guard let record = AuditRecord(line) else { return note(kind ?? .notARecord) }
    if let kind { note(kind) }
    if record.run.isEmpty { return }
    let index = indexes[record.run] ?? runs.count
    if index == runs.count {
      runs.append(RunHistory(id: record.run, line: lineCount))
      indexes[record.run] = index
    }
    runs[index].add(record)
  }

  private mutating func note(_ kind: AuditVerification.Damage.Kind) {
    if noted.count > Self.keptDamages { noted.removeLast() }
    noted.append(damage(kind))
  }

  private func damage(_ kind: AuditVerification.Damage.Kind) -> AuditVerification.Damage {
    AuditVerification.Damage(kind: kind, line: lineCount, offset: offset)
  }

  /// What is wrong with the file, in the order of the lines: the first places, and the last one.
  public var damages: [AuditVerification.Damage] { noted + (isHoleFar ? hole.map { [$0] } ?? [] : []) }

  /// How many bytes of the lines that were read a power cut has left at the end; they count for nothing.
  public var bytesCut: Int { isHoleFar ? 0 : hole.map { offset - $0.offset } ?? 0 }

  /// Zeros far from the end are no power cut's.
  private var isHoleFar: Bool { hole.map { offset - $0.offset > AuditHole.window } ?? false }

  /// The first damage that may concern a run: nothing that stands before its first record does.
  ///
  /// Where that record is not linked to the one before it, it is those before that are missing or were changed.
  public func damage(of run: RunHistory) -> AuditVerification.Damage? {
    damages.first { damage in
      if case .broken = damage.kind, run.hasStart { damage.line > run.line } else { damage.line >= run.line }
    }
  }
}
