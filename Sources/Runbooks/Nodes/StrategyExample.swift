/// The shortest rollout of each kind that works: what a mistake in one is answered with.
public enum StrategyExample {
  /// A metric that is limited, and compared with that of the old version.
  public static let metric = """
    [[ship.metrics]]
    name      = "errors"
    value     = "./errors.sh canary"
    max       = 0.05
    baseline  = "./errors.sh stable"
    max_ratio = 2
    """

  /// The example of a kind; nothing of kinds that are no strategies.
  static func text(of kind: NodeKind) -> String {
    switch kind {
    case .blueGreen:
      """
      [ship]
      type   = "BlueGreen"
      target = "api@{{ ENV }}"
      active = "./lb.sh live"
      deploy = "./deploy.sh {{ rollout.idle }} {{ VERSION }}"
      check  = { url = "http://{{ rollout.side }}.internal/healthz" }
      switch = "./lb.sh point {{ rollout.to }}"
      """
    case .canary:
      """
      [ship]
      type   = "Canary"
      target = "api@{{ ENV }}"
      deploy = "./deploy.sh canary {{ VERSION }}"
      shift  = "./lb.sh canary-weight {{ rollout.weight }}"
      check  = { url = "https://canary.example.com/healthz" }
      """
    case .progressive:
      """
      [ship]
      type    = "Progressive"
      target  = "api@{{ ENV }}"
      targets = ["web1", "web2", "web3", "web4"]
      update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
      check   = { url = "http://{{ rollout.target }}:8080/healthz" }
      revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """
    default: ""
    }
  }
}
