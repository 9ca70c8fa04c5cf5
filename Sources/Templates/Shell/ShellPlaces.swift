/// Where the values of a command land, by their ordinals.
struct ShellPlaces: Sendable {
  /// The place of each value.
  let positions: [ShellPosition]
  /// The values that share their word with something else, so that they cannot be several words.
  let attached: Set<Int>
  /// The values that must not look like an option.
  let hosts: Set<Int>
  /// The values that come from secrets, each with the name that its reference is to have.
  let secrets: [Int: String]
}
