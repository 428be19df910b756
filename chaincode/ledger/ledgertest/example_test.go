// SPDX-License-Identifier: Apache-2.0

package ledgertest_test

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
)

// Two clients read the same account and write it: the block takes the first and refuses the second.
func Example() {
	w := ledgertest.New(ledgertest.Orgs("NorthbankMSP", "SouthbankMSP"))
	w.Deploy("kv", keyValue().of)
	alice := w.Identity("NorthbankMSP", "alice", nil)
	bob := w.Identity("SouthbankMSP", "bob", map[string]string{"consort.role": "teller"})
	if _, err := w.Invoke(alice, call("put", "account", "100")); err != nil {
		fmt.Println(err)
	}

	first, err := w.Endorse(alice, call("move", "account", "account"))
	second, err2 := w.Endorse(bob, call("move", "account", "account"))
	if err := errors.Join(err, err2, w.Order(first, second)); err != nil {
		fmt.Println(err)
	}
	for _, tx := range w.CutBlock().Transactions {
		fmt.Println(tx.Creator.Name, tx.Endorsers, tx.Code)
	}
	// Output:
	// alice [NorthbankMSP SouthbankMSP] VALID
	// bob [SouthbankMSP NorthbankMSP] MVCC_READ_CONFLICT
}
