public import Values

/// How a process, request or function ended.
public struct ActionResult: Sendable {
  /// The ways to end.
  public enum Ending: Sendable, Equatable {
    case exited(Int)
    case killed(signal: Int)
    case couldNotStart(String)
    /// An answer came.
    case answered(status: Int)
    /// No answer came, or none that could be taken.
    case requestFailed(RequestFailure)
    case answerTooLarge(limit: Int)
    /// A function has done its work; where it has changed nothing, with what was so already.
    case done(unchanged: String?)
    case functionFailed(FunctionFailure)

    var isAnswer: Bool { if case .answered = self { true } else { false } }
  }

  /// Where the whole output went.
  public struct Log: Sendable, Equatable {
    /// The file's path, relative to the runbook's folder.
    public var path: String
    /// Its size.
    public var bytes: Int
    /// Its SHA-256.
    public var digest: SHA256Digest

    /// A log file.
    public init(path: String, bytes: Int, digest: SHA256Digest) {
      self.path = path
      self.bytes = bytes
      self.digest = digest
    }
  }

  /// A file that the body of an answer was written to.
  public struct SavedAnswer: Sendable, Equatable {
    /// The file's path.
    public var path: String
    /// Its size.
    public var bytes: Int
    /// Its SHA-256.
    public var digest: SHA256Digest

    /// A file.
    public init(path: String, bytes: Int, digest: SHA256Digest) {
      self.path = path
      self.bytes = bytes
      self.digest = digest
    }
  }

  /// How it ended.
  public var ending: Ending
  /// Output that was kept for templates.
  public var stdout: [UInt8] = []
  /// Error output that was kept for templates.
  public var stderr: [UInt8] = []
  /// The header fields of an answer, in order.
  public var headers: [(name: String, value: String)] = []
  /// The file that the body of the answer is in, if it was to be saved.
  public var saved: SavedAnswer?
  /// What a function gives, by name.
  public var outputs: ValueMap?
  /// Whether more was printed than was kept.
  public var isTruncated = false
  /// The last part of both streams as they came, for people.
  public var tail: [UInt8] = []
  /// Bytes before the tail.
  public var bytesBeforeTail = 0
  /// The log file, if anything was printed.
  public var log: Log?
  /// Processor time that it used.
  public var cpu: Duration?
  /// The most memory that it used at once, in KiB.
  public var peakMemory: Int?
  /// The limit of its processor time, if using that up ended it.
  public var spentCPU: CPULimit?
  /// Whether it left processes behind that were ended: 1 if so.
  public var leftovers = 0
  /// The numbers of the processes that it left running because they are meant to stay.
  public var leftRunning: [Int] = []

  /// A result with nothing printed.
  public init(_ ending: Ending) {
    self.ending = ending
  }
}

/// What was typed at the terminal about a question.
public enum Answer: Sendable, Equatable {
  /// Yes, with what was filled in.
  case approved(fields: ValueMap)
  case rejected
  /// What to do about a failure.
  case failure(FailureDecision)
  /// It is no answer to the question.
  case unclear
  /// The next thing is a field, by its index; or again one whose answer was refused, for this reason.
  case field(Int, refusal: String?)
  /// There is nobody to ask any more.
  case unavailable
}
