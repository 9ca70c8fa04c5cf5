import Foundation

/// Runs the built `pyflow` in a fresh folder, as a user would.
///
///     let result = Program("[a]\ncommand = 'echo hi'").run("run", "--quiet")
public struct Program: Sendable {
  /// What came of a run.
  public struct Result: Sendable {
    /// The exit code; 128 and the signal's number if it was killed.
    public let exit: Int
    /// The standard output.
    public let output: String
    /// The standard error.
    public let error: String
  }

  /// The folder it runs in.
  public let folder: TemporaryFolder
  /// Variables beyond, or instead of, a small environment of its own.
  public var environment: [String: String] = [:]
  /// Words of a command that runs it: a program, found on the `PATH`, and arguments before its own.
  public var wrapper: [String] = []
  /// What it reads on its standard input.
  public var input = Data()

  /// A program in a fresh folder with `deploy.toml` in it.
  public init(_ runbook: String? = nil, name: String = "deploy.toml") {
    folder = TemporaryFolder()
    if let runbook { folder.write(runbook, to: name) }
  }

  /// The built executable, which stands beside the test bundle.
  public static let executable: URL = {
    if let path = ProcessInfo.processInfo.environment["PYFLOW_BINARY"] { return URL(fileURLWithPath: path) }
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appendingPathComponent("pyflow")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: ".build/debug/pyflow")
  }()

  /// Adds a stub: an executable `sh` script in `bin/`, which comes first on the program's `PATH`.
  public func stub(_ name: String, _ script: String) {
    folder.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)", mode: 0o755)
  }

  /// Runs it to its end.
  public func run(_ arguments: String...) -> Result { run(arguments) }

  /// Runs it to its end.
  public func run(_ arguments: [String]) -> Result {
    RunningProgram(self, arguments).wait()
  }

  /// Starts it, and leaves it running.
  public func start(_ arguments: String...) -> RunningProgram { start(arguments) }

  /// Starts it, and leaves it running.
  public func start(_ arguments: [String]) -> RunningProgram { RunningProgram(self, arguments) }

  /// Where a program that counts the lines it runs writes its counts: beside those of the tests, into a file of its own.
  private static func counts(beside path: String) -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    return folder.appendingPathComponent("\(UUID().uuidString)-%p.profraw").path
  }

  /// The environment it gets: nothing of the tests' own but `PATH`, `HOME` and `LANG`.
  var fullEnvironment: [String: String] {
    let own = ProcessInfo.processInfo.environment
    var result = ["PATH": "\(folder.path)/bin:" + (own["PATH"] ?? "/usr/bin:/bin"), "LANG": "C.UTF-8"]
    result["HOME"] = own["HOME"]
    result["LLVM_PROFILE_FILE"] = own["LLVM_PROFILE_FILE"].map(Self.counts)
    // A session of its own, so that locks are shared by the programs of one test alone.
    result["XDG_RUNTIME_DIR"] = "\(folder.path)/.session"
    result.merge(environment) { $1 }
    return result
  }
}
