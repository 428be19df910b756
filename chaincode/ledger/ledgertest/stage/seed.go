// SPDX-License-Identifier: Apache-2.0

package stage

import (
	"encoding/json"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// seeded is a chaincode that besides takes rows as they are stored, for tests of what it does with very many of them.
type seeded struct{ *ledger.Chaincode }

const seed = "seed"

// Invoke stores rows, or does what the chaincode does.
func (s seeded) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	args := stub.GetArgs()
	if len(args) != 2 || string(args[0]) != seed {
		return s.Chaincode.Invoke(stub)
	}
	var rows []ledgertest.KV
	if err := json.Unmarshal(args[1], &rows); err != nil {
		return shim.Error(err.Error())
	}
	for _, row := range rows {
		if err := stub.PutState(row.Key, row.Value); err != nil {
			return shim.Error(err.Error())
		}
	}
	return shim.Success(nil)
}

// Seedable starts a chaincode at every member, or again over the state that it has, so that [Seed] can fill it.
func (s *Stage) Seedable(t testing.TB, name string, build func(ledger.House) (*ledger.Chaincode, error)) {
	t.Helper()
	s.World.Deploy(name, func(msp string) shim.Chaincode {
		chaincode, err := build(ledger.House{Now: s.World.Clock(msp), Simulated: true, Charter: s.Charter})
		if err != nil {
			t.Fatalf("chaincode %s at %s: %v", name, msp, err)
		}
		return seeded{chaincode}
	})
}

// Seed stores rows of a chaincode as they are, in transactions of 5,000.
func (s *Stage) Seed(t testing.TB, by *Actor, name string, rows []ledgertest.KV) {
	t.Helper()
	for len(rows) > 0 {
		some := rows[:min(5000, len(rows))]
		rows = rows[len(some):]
		content, err := json.Marshal(some)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.World.Invoke(by.ID, ledgertest.Proposal{Chaincode: name, Args: [][]byte{[]byte(seed), content}}); err != nil {
			t.Fatalf("seed of %s: %v", name, err)
		}
	}
}
