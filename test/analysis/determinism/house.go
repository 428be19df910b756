// SPDX-License-Identifier: Apache-2.0

package determinism

// House is the policy of this repository.
//
// ledgertest plays the peers, their clocks and their disagreements, and never
// runs inside an endorser: it is exempt as a whole.
var House = Policy{
	Root:   "github.com/consort-finance/consort/chaincode",
	Exempt: []string{"ledger/ledgertest"},
	Pure:   []string{"finance"},
	Exemptions: []Exemption{
		{
			Rule: "encoding", Package: "protocol", File: "codec.go", Func: "Marshal",
			Reason: "tells the encoder to be deterministic; all chaincode encodes through here",
		},
		{
			Rule: "host", Package: "ledger", File: "environment.go",
			Reason: "reads the server's variables and keys once, before the first transaction arrives",
		},
		{
			Rule: "clock", Package: "ledger", File: "environment.go", Func: "readHouse",
			Reason: "hands the kernel the server's own clock, which can refuse a transaction and never enters state",
		},
		{
			Rule: "host", Package: "ledger", File: "serve.go",
			Reason: "listens for the peer and for the signal to stop, around transactions and not in them",
		},
		{
			Rule: "concurrency", Package: "ledger", File: "serve.go", Func: "Serve",
			Reason: "waits for the signal to stop while the server serves; no transaction runs in this goroutine",
		},
		{
			Rule: "concurrency", Package: "ledger", File: "serve.go", Func: "tally.wait",
			Reason: "lets transactions under way finish while the server stops",
		},
		{
			Rule: "clock", Package: "ledger", File: "serve.go", Func: "tally.wait",
			Reason: "bounds how long a stopping server waits",
		},
	},
}
