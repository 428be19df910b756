// SPDX-License-Identifier: Apache-2.0

package stage

import (
	"bytes"
	"testing"

	"github.com/consort-finance/consort/chaincode/ledger"
)

// Seen counts the transactions in whose arguments, read-write set, response or event a text stands: what every member of
// the channel can read.
func (s *Stage) Seen(t testing.TB, text string) (found int) {
	t.Helper()
	for _, block := range s.World.Blocks(0) {
		for _, tx := range block.Transactions {
			public, err := tx.RWSet.Bytes()
			if err != nil {
				t.Fatalf("read-write set of %s: %v", tx.TxID, err)
			}
			for _, argument := range tx.Args {
				public = append(public, argument...)
			}
			public = append(public, tx.Response.GetPayload()...)
			public = append(public, tx.Event.GetPayload()...)
			if bytes.Contains(public, []byte(text)) {
				found++
			}
		}
	}
	return found
}

// Keepers lists the members that hold a text in any member's own collection of a chaincode.
func (s *Stage) Keepers(chaincode, text string) []string {
	var found []string
	for _, msp := range s.World.Orgs() {
		for _, of := range s.World.Orgs() {
			for _, kv := range s.World.PrivateRange(msp, chaincode, ledger.OwnCollection(of)) {
				if bytes.Contains(kv.Value, []byte(text)) {
					found = append(found, msp)
				}
			}
		}
	}
	return found
}
