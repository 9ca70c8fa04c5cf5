/// Reads the runs of a file, line by line; lines that are no records are noted and passed over.
public struct HistoryReader: Sendable {
  /// A line that is no record.
  public struct UnreadableLine: Sendable, Equatable {
    /// Its number, from 1.
    public let number: Int
    /// The offset of its first byte.
    public let offset: Int
  }

  /// The runs, in the order of their first records.
  public private(set) var runs: [RunHistory] = []
  /// What could not be read.
  public private(set) var unreadable: [UnreadableLine] = []
  private var indexes: [String: Int] = [:]
  private var lineCount = 0
  private var offset = 0
  /// Whether a power cut took what stands here: the next run sets it and all that follows aside (`AuditHole`).
  private var isCut = false

  /// A reader of which no line was read.
  public init() {}

  /// Takes in the next line, without its newline.
  public mutating func add(_ line: ArraySlice<UInt8>) {
    lineCount += 1
    defer { offset += line.count + 1 }
    if isCut { return }
    guard let record = AuditRecord(line) else {
      isCut = AuditHole.first(in: line, at: offset) != nil
      unreadable.append(UnreadableLine(number: lineCount, offset: offset))
      return
    }
    if record.run.isEmpty { return }
    let index = indexes[record.run] ?? runs.count
    if index == runs.count {
      runs.append(RunHistory(id: record.run))
      indexes[record.run] = index
    }
    runs[index].add(record)
  }
}
