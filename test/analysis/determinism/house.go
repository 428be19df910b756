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
			Rule: "host", Package: "ledger", File: "serve.go",
			Reason: "reads the server's address and keys once, before the first transaction arrives",
		},
		{
			Rule: "concurrency", Package: "ledger", File: "serve.go",
			Reason: "waits for the signal to stop; no transaction runs in these goroutines",
		},
		{
			Rule: "clock", Package: "ledger", File: "serve.go",
			Reason: "hands the kernel the server's own clock, which refuses transactions and never enters state",
		},
	},
}
