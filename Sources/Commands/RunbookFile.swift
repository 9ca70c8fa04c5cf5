internal import Audit
internal import Effects
internal import Text

/// The file of a runbook: which one is meant, where it stands, what belongs to it.
struct RunbookFile {
  /// The path as it was given, for messages.
  let path: String

  /// The file that the first argument names, or the only runbook in the current folder.
  ///
  /// A file that the command line uses for something else, one of `used`, is none.
  static func choose(_ argument: String?, besides used: [String] = []) throws(UsageProblem) -> RunbookFile {
    if let argument { return RunbookFile(path: argument) }
    let names = Folder.files(in: ".", suffix: ".toml").filter { !isOther($0) && !used.contains($0) }
    guard let only = names.first else { throw .noRunbook }
    if names.count > 1 { throw .severalRunbooks(names) }
    return RunbookFile(path: only)
  }

  /// TOML files that stand in many folders and are no runbooks.
  private static func isOther(_ name: String) -> Bool {
    let others = ["Cargo.toml", "pyproject.toml", "taplo.toml", "netlify.toml", "rustfmt.toml"]
    return others.contains(name) || name.hasSuffix(".test.toml") || name.hasPrefix(".")
  }

  /// The folder that it stands in, absolute.
  var folder: String {
    let absolute = path.hasPrefix("/") ? path : Folder.current + "/" + path
    guard let slash = absolute.lastIndex(of: "/") else { return Folder.current }
    return Self.normalized(slash == absolute.startIndex ? "/" : String(absolute[..<slash]))
  }

  /// A path without `.` and empty parts.
  ///
  /// `..` stays: the part before it may be a link.
  private static func normalized(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Its path from the root.
  var absolutePath: String { "\(folder)/\(name)" }

  /// Its name in its folder.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The audit file beside it.
  var auditPath: String { AuditFile.path(besideRunbook: path) }

  /// Its text; what keeps it from being read is reported.
  func read(into diagnostics: inout Diagnostics) -> SourceText? {
    // The kernel would still find `../deploy.toml`, but nobody could tell in which folder its commands are to run.
    if !path.hasPrefix("/"), Folder.isCurrentGone {
      diagnostics.report(CurrentFolderGone(), at: .file(path))
      return nil
    }
    do throws(FileReader.Failure) {
      return SourceText(name: path, bytes: try FileReader.read(path))
    } catch {
      diagnostics.report(FileProblem(failure: error, what: "runbook"), at: .file(path))
      return nil
    }
  }
}

/// The folder that relative paths begin at was removed.
struct CurrentFolderGone: Problem {
  var id: String { "runbook.unreadable" }
  var message: String { "the current folder was removed, so a relative path leads nowhere" }
  var hint: String? { "change to a folder that is there, or write the whole path" }
}

/// Why a file cannot be read, as a diagnostic.
struct FileProblem: Problem {
  let failure: FileReader.Failure
  let what: String

  var id: String { "\(what).unreadable" }

  var message: String {
    switch failure {
    case .missing: "there is no such file"
    case .isFolder: "this is a folder, not a file"
    case .isNoFile: "this is a pipe, socket or device, not a file"
    case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
    case .system(let error): "the file cannot be read: \(error.reason)"
    }
  }

  var hint: String? {
    switch failure {
    case .missing: "check the path; relative ones begin at the current folder"
    case .isFolder: "name the \(what) inside it"
    default: nil
    }
  }
}
