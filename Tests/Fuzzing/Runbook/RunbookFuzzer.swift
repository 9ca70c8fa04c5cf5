import Planning
import Runbooks
import Text

/// Any bytes as a runbook: a plan or diagnostics, which can be shown.
@_cdecl("LLVMFuzzerTestOneInput")
public func planAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let source = SourceText(name: "fuzz.toml", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  var diagnostics = Diagnostics()
  let runbook = RunbookReader.read(source, into: &diagnostics)
  let variables = VariableResolver.resolve(
    runbook.variables, in: source, given: [], demandsAll: true, into: &diagnostics)
  if runbook.isWhole {
    _ = Planner.plan(runbook, variables: variables, into: &diagnostics)
  } else {
    precondition(diagnostics.hasErrors, "what is not whole has an error")
  }
  return 0
}
