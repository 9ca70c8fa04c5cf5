#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Double {
  /// The number to the power of `exponent`: the C library's `pow`, which the standard library does not offer.
  public func power(_ exponent: Double) -> Double {
    pow(self, exponent)
  }
}
