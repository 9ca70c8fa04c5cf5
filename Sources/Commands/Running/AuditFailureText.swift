internal import Effects

/// The words for an audit that cannot be written.
enum AuditFailureText {
  /// Whether the words for an error stand here.
  static func isKnown(_ error: any Error) -> Bool {
    error is AuditWriter.Failure || error is AppendOnlyFile.Failure || error is SystemError
  }

  /// The failure in one sentence, and what to do about it: `resume` goes on with a run that is on record.
  static func describe(_ error: any Error, path: String, resume: String? = nil) -> (message: String, hint: String) {
    switch error {
    case AuditWriter.Failure.file(let failure): return describe(failure, path)
    case let failure as AppendOnlyFile.Failure: return describe(failure, path)
    case AuditWriter.Failure.foreign:
      return ("\(path) does not end with a record of pyflow's", "look at it with: pyflow audit verify; or move it away")
    case let error as SystemError where error.isOfSync:
      return (
        "the audit may have lost its last records: \(error.message)",
        "nothing more was started; look after the disk, then: pyflow audit verify, and pyflow resume"
      )
    case let error as SystemError:
      let next = resume.map { ", then go on with: \($0)" } ?? ", and run again"
      return ("the audit cannot be written: \(error.message)", "make room, or mend the permissions" + next)
    default: return ("the audit cannot be written: \(error)", "look at \(path)")
    }
  }

  /// What is said when a crash had left half a record, which is kept in the file `name`.
  static func torn(_ bytes: Int, keptIn name: String) -> String {
    "the audit ended in \(bytes) bytes of a record that was never finished; they are kept in \(name)"
  }

  private static func describe(_ failure: AppendOnlyFile.Failure, _ path: String) -> (message: String, hint: String) {
    switch failure {
    case .isSymbolicLink:
      ("\(path) is a symbolic link, which the audit is never written through", "name the real file with --audit")
    case .isNoFile:
      ("\(path) is a folder, pipe, socket or device, not a file", "move it away, or name another file with --audit")
    case .isReadOnly: ("\(path) is read-only", "mend its permissions, or name another file with --audit")
    case .isWritableByAnybody: ("\(path) may be written by anybody, so it proves nothing", "chmod o-w \(path)")
    case .wasTakenAway:
      ("\(path) was removed, replaced or cut off while the run went on", "what ran until then may not be on record")
    case .system(let error):
      ("the audit cannot be opened: \(error.message)", "mend the permissions, or name another file with --audit")
    }
  }
}

extension Console {
  /// Says why the audit at `path` cannot be written, and what to do about it; the exit code.
  func notWritten(_ error: any Error, _ path: String, resume: String? = nil) -> ExitCode {
    let (message, hint) = AuditFailureText.describe(error, path: path, resume: resume)
    complain(message, hint: hint)
    return .notWritten
  }
}
