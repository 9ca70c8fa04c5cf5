/// A small generator of random numbers whose whole state is its seed: the same seed gives the same numbers.
///
/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). Good enough to spread delays;
/// not for anything that must be hard to guess.
public struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator that begins at `seed`.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A delay from nothing up to `delay`: full jitter.
  public mutating func jittered(_ delay: Duration) -> Duration {
    .milliseconds(Int.random(in: 0...max(0, delay.milliseconds), using: &self))
  }
}
