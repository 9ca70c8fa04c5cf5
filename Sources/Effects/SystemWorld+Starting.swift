internal import CSystem
internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Starting processes and requests.
extension SystemWorld {
  func start(_ node: Int, _ step: Step, _ attempt: Int, _ action: Action) {
    switch action {
    case .announce, .call: break  // Whoever watches the run has heard of it.
    case .builtin(let action): start(node, action)
    case .plugin(let call):
      attemptStart(of: node) { () throws(SystemError) in
        var child = try start(node, log(node, step, attempt), call.process)
        child.plugin = PluginCallReader(masking: mask)
        return child
      }
    case .ask(let question): people.ask(question, of: node)
    case .process(let process):
      attemptStart(of: node) { () throws(SystemError) in
        try start(node, log(node, step, attempt), process)
      }
    case .request(let request):
      send(Exchange(request, step: step, attempt: attempt, at: now()), of: node)
    }
  }

  func attemptStart(of node: Int, _ body: () throws(SystemError) -> ChildProcess) {
    do throws(SystemError) {
      try secretFolder.settle()
      var child = try body()
      child.hide(mask)
      children.append(child)
    } catch {
      events.append(.finished(node: node, ActionResult(.couldNotStart(error.message))))
    }
  }

  func start(_ node: Int, _ log: LogFile, _ action: ProcessAction) throws(SystemError) -> ChildProcess {
    let launcher = ProcessLauncher(null: null)
    // Programs that a shell starts find their folder there.
    let folder = (name: "PWD", value: action.workingDirectory)
    let environment = ProcessEnvironment(environments.block(action.inheritance), adding: [folder] + action.environment)
    let path = environment.value(of: "PATH") ?? ProgramSearch.defaultPath
    let (file, arguments) = try resolve(action.program, path: path, directory: action.workingDirectory)
    var launch = ProcessLauncher.Launch(
      file: file, arguments: arguments, environment: environment, directory: action.workingDirectory)
    launch.input = action.standardInput
    launch.isInteractive = action.isInteractive
    launch.leavesRunning = action.leavesRunning
    launch.captureLimit = action.captureLimit
    launch.limits = action.limits
    do throws(SystemError) {
      return try launcher.start(launch, node: node, log: log)
    } catch {
      // A script without `#!` is no program to the system; the shell runs it.
      guard error.code == ENOEXEC, case .simple(_, let shell, let text) = action.program else { throw error }
      launch.file = try find(shell[0], path, action.workingDirectory)
      launch.arguments = shell + [text]
      return try launcher.start(launch, node: node, log: log)
    }
  }

  func log(_ node: Int, _ step: Step, _ attempt: Int) -> LogFile {
    let path = settings.runFolder + "/" + LogName.of(nodeIDs[node], step: step, attempt: attempt)
    let new = LogFile(folder: settings.directory, path: path, for: settings.access)
    guard step == .sample else { return new }
    let log = sampleLogs[node].flatMap { $0.path == path ? $0 : nil } ?? new
    sampleLogs[node] = log
    return log
  }

  /// The file and arguments that a program is started with.
  func resolve(
    _ program: ProcessAction.Program, path: String, directory: String
  ) throws(SystemError) -> (String, [String]) {
    switch program {
    case .words(let words): return (try find(words[0], path, directory), words)
    case .shell(let arguments, let text): return (try find(arguments[0], path, directory), arguments + [text])
    case .simple(let words, let arguments, let text):
      if let file = search.find(words[0], path: path, directory: directory) { return (file, words) }
      return (try find(arguments[0], path, directory), arguments + [text])
    }
  }

  func find(_ name: String, _ path: String, _ directory: String) throws(SystemError) -> String {
    if let file = search.find(name, path: path, directory: directory) { return file }
    throw SystemError(operation: "start", subject: name, code: ProgramSearch.refusal(of: name, directory: directory))
  }
}
