internal import Effects
internal import TOML
internal import Text

/// `pyflow debug toml`: a decoder for toml-test.
///
/// Anything on standard error fails a valid case there, so nothing else is printed.
struct DebugTOMLVerb {
  private let console: Console

  init(_ console: Console) {
    self.console = console
  }

  func execute() -> ExitCode {
    var diagnostics = Diagnostics()
    do throws(FileReader.Failure) {
      let source = SourceText(name: "<stdin>", bytes: try FileReader.standardInput())
      let document = TOMLDocument.parse(source, into: &diagnostics)
      if !diagnostics.hasErrors {
        StandardStream.output.write(TOMLTaggedJSON.encode(document.root))
        return .succeeded
      }
    } catch {
      diagnostics.report(FileProblem(failure: error, what: "toml"), at: .file("<stdin>"))
    }
    console.show(diagnostics, as: .text)
    return .failed
  }
}
