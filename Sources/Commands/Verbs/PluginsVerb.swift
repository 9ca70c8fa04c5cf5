internal import Effects
internal import Reports
internal import Runbooks
internal import Text

/// `pyflow plugins`.
///
/// A plugin that is broken is listed with what is wrong with it, and is no failure: nothing has been asked of it yet.
struct PluginsVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    var folder = ""
    if let path = invocation.arguments.first {
      var diagnostics = Diagnostics()
      let file = RunbookFile(path: path)
      guard file.read(into: &diagnostics) != nil else {
        try console.show(diagnostics, as: .text)
        return .invalid
      }
      folder = file.folder
    }
    let finder = PluginFinder()
    let plugins = finder.candidates(beside: folder).map {
      PluginReport.Plugin(name: $0.name, path: $0.path, description: finder.describe($0))
    }
    let functions = BuiltinFunction.allCases.map(\.schema)
    let report = PluginReport(functions: functions, plugins: plugins, places: finder.placeNames(beside: folder))
    try console.result(invocation.has(.json) ? report.json : report.text)
    return .succeeded
  }
}
