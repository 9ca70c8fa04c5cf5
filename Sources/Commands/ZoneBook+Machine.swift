internal import Effects
internal import Planning

extension ZoneBook {
  /// The time zones of this machine.
  static var ofMachine: ZoneBook {
    let environment = Dictionary(
      OwnProcess.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let database = ZoneDatabase(environment: environment)
    return ZoneBook(rules: database.rules, names: { database.names })
  }
}
