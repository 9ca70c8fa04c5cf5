internal import Effects
internal import TOML
internal import Text

/// `pyflow debug toml`: a decoder for toml-test.
///
/// Anything on standard error fails a valid case there, so nothing else is printed.
struct DebugTOMLVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    var diagnostics = Diagnostics()
    do {
      let source = SourceText(name: "<stdin>", bytes: try FileReader.standardInput())
      let document = TOMLDocument.parse(source, into: &diagnostics)
      if !diagnostics.hasErrors {
        if !invocation.has(.quiet) { try console.result(TOMLTaggedJSON.encode(document.root)) }
        return .succeeded
      }
    } catch let error as FileReader.Failure {
      diagnostics.report(FileProblem(failure: error, what: "toml"), at: .file("<stdin>"))
    }
    try console.show(diagnostics, as: .text)
    return .failed
  }
}
