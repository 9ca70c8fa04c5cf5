import Planning
import Reports
import TestSupport
import Testing

/// Rollouts in printed plans: every command, what goes back, and the arithmetic (design 8).
@Suite("Printed plans of rollouts")
struct RolloutTextTests {
  private static func text(_ runbook: String) -> String {
    let (plan, diagnostics) = Reading.plan(runbook)
    #expect(!diagnostics.hasErrors)
    return PlanText.render(plan, places: 4, digest: "abc", style: .plain)
  }

  @Test("of the shortest BlueGreen")
  func blueGreen() {
    #expect(
      Self.text(StrategyRunbook.blueGreen.text()) == """
        deploy: 15 nodes
          ENV = "prod"  (default)
          VERSION = "2.0"  (default)
        1. ship [BlueGreen] api@prod  2.0
             runs at the start
              1 lock        api@prod
              2 before      ./lb.sh live                      must answer within 5m
              3 preflight   GET http://LIVE.internal/healthz  must pass within 5m
              4 deploy    ! ./deploy.sh 'IDLE' '2.0'          stays there on a failure: no `cleanup`
              5 verify      GET http://IDLE.internal/healthz  healthy for 10s within 5m
              6 guard       ./lb.sh live                      must print the old side within 5m
              7 switch    ! ./lb.sh point 'IDLE'              undone by ./lb.sh point 'LIVE'
              8 confirm     ./lb.sh live                      must print the new side within 5m
              9 soak
                 soak       GET http://IDLE.internal/healthz  watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
                 drift      ./lb.sh live                      watch 5m: must go on printing the new side
             10 after       ./lb.sh live                      must answer within 5m
             LIVE and IDLE are the sides with and without traffic when it begins
             on failure from 4 on: it ends; what `deploy` has made stays, as there is no `cleanup`
             on failure from 6 on: it halts as it is, and a person decides
             on failure from 7 on: ./lb.sh point 'LIVE' → ./lb.sh live (must print the old side within 5m) → GET http://LIVE.internal/healthz
             on failure from 10 on: a warning; nothing is undone
             if anybody else has moved the traffic: it halts as it is, and a person decides
             success in ≥ 5m10s, ≤ 57m30s; it has ended, however it ends, within 2h20m
             while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
             back to safety from switch to soak: ≤ 20m30s, ≤ 1h22m30s if all 4 tries are needed
        time: at least 5m10s, and no limit, because ship/lock may wait for lock api@prod
        plan abc

        """)
  }

  @Test("of BlueGreen with every key that makes nodes")
  func blueGreenWithEverything() {
    #expect(
      Self.text(StrategyRunbook.blueGreen.text(StrategyRunbook.blueGreen.everyKey)) == """
        deploy: 23 nodes
          ENV = "prod"  (default)
          VERSION = "2.0"  (default)
        1. ship [BlueGreen] api@prod  2.0
             runs at the start
              1 lock        api@prod
              2 before      ./lb.sh live                                          must answer within 5m
              3 preflight   GET http://LIVE.internal/healthz                      must pass within 5m
              4 deploy    ! ./deploy.sh 'IDLE' '2.0'                              undone by ./remove.sh 'IDLE'
              5 verify      GET http://IDLE.internal/healthz                      healthy for 10s within 5m
              6 smoke       ./smoke.sh 'IDLE'                                     must succeed
              7 approve
                 approve    asks: point the traffic at the new side?              30m to answer, else it goes back
                 watch      GET http://IDLE.internal/healthz                      meanwhile; a failure counts at once
              8 guard       ./lb.sh live                                          must print the old side within 5m
              9 switch    ! ./lb.sh point 'IDLE'                                  undone by ./lb.sh point 'LIVE'
             10 confirm     ./lb.sh live                                          must print the new side within 5m
             11 soak
                 soak       GET http://IDLE.internal/healthz                      watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
                 drift      ./lb.sh live                                          watch 5m: must go on printing the new side
                 approve    asks: nobody can tell how the new version is; keep it?  30m to answer, else it goes back
                 watch      GET http://IDLE.internal/healthz                      meanwhile; a failure counts at once
             12 retire    ! ./stop.sh 'LIVE'                                      cannot be undone
             13 after       ./lb.sh live                                          must answer within 5m
             LIVE and IDLE are the sides with and without traffic when it begins
             on failure from 4 on: ./remove.sh 'IDLE'
             on failure from 8 on: it halts as it is, and a person decides
             on failure from 9 on: ./lb.sh point 'LIVE' → ./lb.sh live (must print the old side within 5m) → GET http://LIVE.internal/healthz → ./remove.sh 'IDLE'
             on failure from 12 on: a warning; nothing is undone
             if anybody else has moved the traffic: it halts as it is, and a person decides
             when a check has failed, once: ./logs.sh
             success in ≥ 5m10s, ≤ 2h8m; it has ended, however it ends, within 4h11m30s
             while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
             back to safety from switch to soak: ≤ 20m30s, ≤ 1h22m30s if all 4 tries are needed
        time: at least 5m10s, and no limit, because ship/lock may wait for lock api@prod
        plan abc

        """)
  }

  @Test("of the shortest Canary")
  func canary() {
    #expect(
      Self.text(StrategyRunbook.canary.text()) == """
        deploy: 26 nodes
          ENV = "prod"  (default)
          VERSION = "2.0"  (default)
        1. ship [Canary] api@prod  2.0
             runs at the start
              1 lock           api@prod
              2 before         ./lb.sh weight                          must answer within 5m
              3 deploy       ! ./deploy.sh canary '2.0'                stays there on a failure: no `cleanup`
              4 verify         GET https://canary.example.com/healthz  healthy for 10s within 5m
              5 step-1 5%
                 guard         ./lb.sh weight                          must print 0 within 5m
                 shift       ! ./lb.sh canary-weight '5'               undone by ./lb.sh canary-weight '0'
                 confirm       ./lb.sh weight                          must print 5 within 5m
                 analyse       GET https://canary.example.com/healthz  watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
              6 step-2 25%
                 guard         ./lb.sh weight                          must print 5 within 5m
                 shift       ! ./lb.sh canary-weight '25'              undone by ./lb.sh canary-weight '0'
                 confirm       ./lb.sh weight                          must print 25 within 5m
                 analyse       GET https://canary.example.com/healthz  watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
              7 step-3 50%
                 guard         ./lb.sh weight                          must print 25 within 5m
                 shift       ! ./lb.sh canary-weight '50'              undone by ./lb.sh canary-weight '0'
                 confirm       ./lb.sh weight                          must print 50 within 5m
                 analyse       GET https://canary.example.com/healthz  watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
              8 promote 100%
                 guard         ./lb.sh weight                          must print 50 within 5m
                 promote     ! ./lb.sh canary-weight '100'             undone by ./lb.sh canary-weight '0'
                 confirm       ./lb.sh weight                          must print 100 within 5m
              9 soak
                 soak          GET https://canary.example.com/healthz  watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
                 drift         ./lb.sh weight                          watch 5m: must go on printing 100
             10 after          ./lb.sh weight                          must answer within 5m
             on failure from 3 on: it ends; what `deploy` has made stays, as there is no `cleanup`
             on failure from 5 on: ./lb.sh canary-weight '0' → ./lb.sh weight (must print 0 within 5m) → wait 30s
             on failure from 10 on: a warning; nothing is undone
             if anybody else has moved the traffic: it halts as it is, and a person decides
             success in ≥ 11m10s, ≤ 2h18m; it has ended, however it ends, within 3h21m
             while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
             back to safety from step-1 to soak: ≤ 15m30s, ≤ 1h2m30s if all 4 tries are needed
             exposure 1.6 traffic-minutes before promote, ≤ 22.8 where everything takes as long as it may
        time: at least 11m10s, and no limit, because ship/lock may wait for lock api@prod
        plan abc

        """)
  }

  @Test("of Canary with every key that makes nodes")
  func canaryWithEverything() {
    #expect(
      Self.text(StrategyRunbook.canary.text(StrategyRunbook.canary.everyKey)) == """
        deploy: 50 nodes
          ENV = "prod"  (default)
          VERSION = "2.0"  (default)
        1. ship [Canary] api@prod  2.0
             runs at the start
              1 lock                     api@prod
              2 before                   ./lb.sh weight                            must answer within 5m
              3 preflight                ./stable.sh                               must pass within 5m
              4 deploy                 ! ./deploy.sh canary '2.0'                  undone by ./remove.sh
              5 verify                   GET https://canary.example.com/healthz    healthy for 10s within 5m
              6 step-1 10%
                 guard                   ./lb.sh weight                            must print 0 within 5m
                 shift                 ! ./lb.sh canary-weight '10'                undone by ./lb.sh canary-weight '0'
                 confirm                 ./lb.sh weight                            must print 10 within 5m
                 analyse                 GET https://canary.example.com/healthz    watch 1m every 10s, ≤ 1 fail, ≥ 3 pass
                 stable                  ./stable.sh                               watch 1m every 10s, ≤ 1 fail, ≥ 3 pass
                 errors                  ./e.sh canary                             ≤ 0.05, ≤ 2 × baseline; watch 1m every 10s, ≤ 1 fail, ≥ 3 pass
                 errors/baseline         ./e.sh stable                             what that is compared with
                 latency                 ./l.sh                                    ≤ 300, decides nothing; watch 1m every 10s, ≤ 1 fail, ≥ 3 pass
              7 step-2 50%
                 guard                   ./lb.sh weight                            must print 10 within 5m
                 shift                 ! ./lb.sh canary-weight '50'                undone by ./lb.sh canary-weight '0'
                 confirm                 ./lb.sh weight                            must print 50 within 5m
                 analyse                 GET https://canary.example.com/healthz    watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
                 stable                  ./stable.sh                               watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
                 errors                  ./e.sh canary                             ≤ 0.05, ≤ 2 × baseline; watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
                 errors/baseline         ./e.sh stable                             what that is compared with
                 latency                 ./l.sh                                    ≤ 300, decides nothing; watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
                 approve                 asks: go on after step 2, at 50 percent?  30m to answer, else it goes back
                 watch                   GET https://canary.example.com/healthz    meanwhile; a failure counts at once
                 watch/errors            ./e.sh canary                             ≤ 0.05, ≤ 2 × baseline; meanwhile; a failure counts at once
                 watch/errors/baseline   ./e.sh stable                             what that is compared with
                 watch/latency           ./l.sh                                    ≤ 300, decides nothing; meanwhile
              8 step-3 100%
                 guard                   ./lb.sh weight                            must print 50 within 5m
                 shift                 ! ./lb.sh canary-weight '100'               undone by ./lb.sh canary-weight '0'
                 confirm                 ./lb.sh weight                            must print 100 within 5m
                 analyse                 GET https://canary.example.com/healthz    watch 3m every 10s, ≤ 1 fail, ≥ 3 pass
                 stable                  ./stable.sh                               watch 3m every 10s, ≤ 1 fail, ≥ 3 pass
                 errors                  ./e.sh canary                             ≤ 0.05, ≤ 2 × baseline; watch 3m every 10s, ≤ 1 fail, ≥ 3 pass
                 errors/baseline         ./e.sh stable                             what that is compared with
                 latency                 ./l.sh                                    ≤ 300, decides nothing; watch 3m every 10s, ≤ 1 fail, ≥ 3 pass
              9 promote 100%
                 guard                   ./lb.sh weight                            must print 100 within 5m
                 promote               ! ./promote.sh                              undone by ./restore.sh
                 confirm                 ./lb.sh weight                            must print 100 within 5m
             10 soak
                 soak                    GET https://canary.example.com/healthz    watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
                 drift                   ./lb.sh weight                            watch 5m: must go on printing 100
             11 retire                 ! ./stop.sh                                 cannot be undone
             12 after                    ./lb.sh weight                            must answer within 5m
             on failure from 4 on: ./remove.sh
             on failure from 6 on: ./lb.sh canary-weight '0' → ./lb.sh weight (must print 0 within 5m) → ./stable.sh → wait 30s → ./remove.sh
             on failure from 9 on: ./lb.sh canary-weight '100', then it halts, and a person decides
             on failure from 10 on: ./restore.sh → ./lb.sh canary-weight '0' → ./lb.sh weight (must print 0 within 5m) → ./stable.sh → wait 30s → ./remove.sh
             on failure from 11 on: a warning; nothing is undone
             if anybody else has moved the traffic: it halts as it is, and a person decides
             when a check has failed, once: ./logs.sh
             success in ≥ 11m10s, ≤ 3h3m; it has ended, however it ends, within 5h47m
             while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
             back to safety from step-1 to step-3: ≤ 20m30s, ≤ 1h22m30s if all 4 tries are needed
             back to safety from promote: a person decides
             back to safety from soak: ≤ 30m30s, ≤ 2h2m30s if all 4 tries are needed
             exposure 4.1 traffic-minutes before promote, ≤ 63.3 where everything takes as long as it may
        time: at least 11m10s, and no limit, because ship/lock may wait for lock api@prod
        plan abc

        """)
  }

  @Test("of Canary with a lock elsewhere, a promotion that is undone, and functions as actions")
  func canaryWithLock() {
    #expect(
      Self.text(
        StrategyRunbook.canary.text(
          """
          steps = [50]
          lock = { acquire = "./a.sh", release = "./r.sh", status = "./s.sh" }
          undo_promote = "./restore.sh"
          retire = { function = "log", params = { message = "done" } }
          """)) == """
          deploy: 23 nodes
            ENV = "prod"  (default)
            VERSION = "2.0"  (default)
          1. ship [Canary] api@prod  2.0
               runs at the start
                1 lock
                   lock          ./a.sh
                   status        ./s.sh                                  who has it, where it cannot be taken
                   heartbeat     ./a.sh                                  again every 15s, until the end
                2 before         ./lb.sh weight                          must answer within 5m
                3 deploy       ! ./deploy.sh canary '2.0'                stays there on a failure: no `cleanup`
                4 verify         GET https://canary.example.com/healthz  healthy for 10s within 5m
                5 step-1 50%
                   guard         ./lb.sh weight                          must print 0 within 5m
                   shift       ! ./lb.sh canary-weight '50'              undone by ./lb.sh canary-weight '0'
                   confirm       ./lb.sh weight                          must print 50 within 5m
                   analyse       GET https://canary.example.com/healthz  watch 2m every 10s, ≤ 1 fail, ≥ 3 pass
                6 promote 100%
                   guard         ./lb.sh weight                          must print 50 within 5m
                   promote     ! ./lb.sh canary-weight '100'             undone by ./restore.sh
                   confirm       ./lb.sh weight                          must print 100 within 5m
                7 soak
                   soak          GET https://canary.example.com/healthz  watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
                   drift         ./lb.sh weight                          watch 5m: must go on printing 100
                8 retire       ! log done                                cannot be undone
                9 after          ./lb.sh weight                          must answer within 5m
               10 unlock         ./r.sh                                  when all is in order
               on failure from 3 on: it ends; what `deploy` has made stays, as there is no `cleanup`
               on failure from 5 on: ./lb.sh canary-weight '0' → ./lb.sh weight (must print 0 within 5m) → wait 30s
               on failure from 6 on: ./restore.sh → ./lb.sh canary-weight '0' → ./lb.sh weight (must print 0 within 5m) → wait 30s
               on failure from 8 on: a warning; nothing is undone
               if anybody else has moved the traffic: it halts as it is, and a person decides
               success in ≥ 7m10s, ≤ 1h22m; it has ended, however it ends, within 3h5m
               while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
               back to safety from step-1: ≤ 15m30s, ≤ 1h2m30s if all 4 tries are needed
               back to safety from promote to soak: ≤ 25m30s, ≤ 1h42m30s if all 4 tries are needed
               exposure 1 traffic-minutes before promote, ≤ 14.25 where everything takes as long as it may
          time: 7m10s to 1h22m
          plan abc

          """)
  }

  @Test("of the shortest Progressive")
  func progressive() {
    #expect(
      Self.text(StrategyRunbook.progressive.text()) == """
        deploy: 45 nodes
          ENV = "prod"  (default)
          VERSION = "2.0"  (default)
        1. ship [Progressive] api@prod  2.0 (PREVIOUS is the version of the last run that succeeded)
             runs at the start
             1 lock           api@prod
             2 preflight
                web1          GET http://web1:8080/healthz              must pass within 5m
                web2          GET http://web2:8080/healthz              must pass within 5m
                web3          GET http://web3:8080/healthz              must pass within 5m
                web4          GET http://web4:8080/healthz              must pass within 5m
             3 batch-1
                web1/update ! ./update.sh 'web1' '2.0'                  undone by ./update.sh 'web1' 'PREVIOUS'
                web1/verify   GET http://web1:8080/healthz              healthy for 10s within 5m
                gate          check of the target that was updated      must pass within 5m
                pause         wait 30s
                watch         check of the target that was updated      meanwhile; a failure counts at once
             4 batch-2
                web2/update ! ./update.sh 'web2' '2.0'                  undone by ./update.sh 'web2' 'PREVIOUS'
                web2/verify   GET http://web2:8080/healthz              healthy for 10s within 5m
                gate          check of the 2 targets that were updated  must pass within 5m
                pause         wait 30s
                watch         check of the 2 targets that were updated  meanwhile; a failure counts at once
             5 batch-3
                web3/update ! ./update.sh 'web3' '2.0'                  undone by ./update.sh 'web3' 'PREVIOUS'
                web3/verify   GET http://web3:8080/healthz              healthy for 10s within 5m
                gate          check of the 3 targets that were updated  must pass within 5m
                pause         wait 30s
                watch         check of the 3 targets that were updated  meanwhile; a failure counts at once
             6 batch-4
                web4/update ! ./update.sh 'web4' '2.0'                  undone by ./update.sh 'web4' 'PREVIOUS'
                web4/verify   GET http://web4:8080/healthz              healthy for 10s within 5m
                gate          check of the 4 targets that were updated  must pass within 5m
             7 soak           check of the 4 targets that were updated  watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
             on failure from 3 on: the batch, then those before it, the newest first; of each target: ./update.sh 'web1' 'PREVIOUS' → GET http://web1:8080/healthz
             success in ≥ 7m10s, ≤ 1h32m; it has ended, however it ends, within 5h34m
             while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
             back to safety from batch-1: ≤ 15m, ≤ 1h30s if all 4 tries are needed
             back to safety from batch-2: ≤ 30m, ≤ 2h1m if all 4 tries are needed
             back to safety from batch-3: ≤ 45m, ≤ 3h1m30s if all 4 tries are needed
             back to safety from batch-4 to soak: ≤ 1h, ≤ 4h2m if all 4 tries are needed
             exposure 0.75 traffic-minutes before the last batch, ≤ 30.75 where everything takes as long as it may
        time: at least 7m10s, and no limit, because ship/lock may wait for lock api@prod
        plan abc

        """)
  }

  @Test("of Progressive with every key that makes nodes")
  func progressiveWithEverything() {
    #expect(
      Self.text(StrategyRunbook.progressive.text(StrategyRunbook.progressive.everyKey)) == """
        deploy: 49 nodes
          ENV = "prod"  (default)
          VERSION = "2.0"  (default)
        1. ship [Progressive] api@prod  2.0 (PREVIOUS is the version that a target has)
             runs at the start
             1 lock            fleet
             2 preflight
                web4           GET http://web4:8080/healthz                          must pass within 5m
                web3           GET http://web3:8080/healthz                          must pass within 5m
                web2           GET http://web2:8080/healthz                          must pass within 5m
                web1           GET http://web1:8080/healthz                          must pass within 5m
             3 batch-1
                web4/current   ./version.sh 'web4'                                   a target that has the version already is left alone
                web4/drain   ! ./lb.sh out 'web4'
                web4/update  ! ./update.sh 'web4' '2.0'                              undone by ./update.sh 'web4' 'PREVIOUS'
                web4/verify    GET http://web4:8080/healthz                          healthy for 10s within 5m
                web4/restore ! ./lb.sh in 'web4'
                web3/current   ./version.sh 'web3'                                   a target that has the version already is left alone
                web3/drain   ! ./lb.sh out 'web3'
                web3/update  ! ./update.sh 'web3' '2.0'                              undone by ./update.sh 'web3' 'PREVIOUS'
                web3/verify    GET http://web3:8080/healthz                          healthy for 10s within 5m
                web3/restore ! ./lb.sh in 'web3'
                gate           ./gate.sh '1'                                         must pass within 5m
                pause          wait 30s
                watch          ./gate.sh '1'                                         meanwhile; a failure counts at once
                approve        asks: go on after batch 1 of 2?                       30m to answer, else it goes back
             4 batch-2
                web2/current   ./version.sh 'web2'                                   a target that has the version already is left alone
                web2/drain   ! ./lb.sh out 'web2'
                web2/update  ! ./update.sh 'web2' '2.0'                              undone by ./update.sh 'web2' 'PREVIOUS'
                web2/verify    GET http://web2:8080/healthz                          healthy for 10s within 5m
                web2/restore ! ./lb.sh in 'web2'
                web1/current   ./version.sh 'web1'                                   a target that has the version already is left alone
                web1/drain   ! ./lb.sh out 'web1'
                web1/update  ! ./update.sh 'web1' '2.0'                              undone by ./update.sh 'web1' 'PREVIOUS'
                web1/verify    GET http://web1:8080/healthz                          healthy for 10s within 5m
                web1/restore ! ./lb.sh in 'web1'
                gate           ./gate.sh '2'                                         must pass within 5m
                approve        asks: go on after batch 2 of 2?                       30m to answer, else it goes back
                watch          ./gate.sh '2'                                         meanwhile; a failure counts at once
             5 soak
                soak           ./gate.sh '2'                                         watch 5m every 10s, ≤ 1 fail, ≥ 3 pass
                approve        asks: nobody can tell how the new version is; keep it?  30m to answer, else it goes back
                watch          ./gate.sh '2'                                         meanwhile; a failure counts at once
             on failure from 3 on: the batch, then those before it, the newest first; of each target: ./update.sh 'web4' 'PREVIOUS' → GET http://web4:8080/healthz → ./lb.sh in 'web4'
             when a check has failed, once: ./logs.sh
             success in ≥ 6m10s, ≤ 4h13m; it has ended, however it ends, within 10h54m30s
             while it is watched, 2 failed samples fail it: ≥ 10s, ≤ 1m10s after the first, if they follow each other
             back to safety from batch-1: ≤ 50m, ≤ 3h20m30s if all 4 tries are needed
             back to safety from batch-2 to soak: ≤ 1h40m, ≤ 6h41m if all 4 tries are needed
             exposure 0.25 traffic-minutes before the last batch, ≤ 53.25 where everything takes as long as it may
        time: at least 6m10s, and no limit, because ship/lock may wait for lock fleet
        plan abc

        """)
  }
}
