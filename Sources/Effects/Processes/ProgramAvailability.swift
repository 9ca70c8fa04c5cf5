/// Whether programs that pyflow itself calls are there.
public enum ProgramAvailability {
  /// Whether a program is found on pyflow's own `PATH`.
  ///
  /// Relative paths begin at `directory`.
  public static func isInstalled(_ name: String, from directory: String? = nil) -> Bool {
    let path = OwnProcess.environment.first { $0.name == "PATH" }?.value ?? ProgramSearch.defaultPath
    var search = ProgramSearch()
    return search.find(name, path: path, directory: directory ?? Folder.current) != nil
  }
}
