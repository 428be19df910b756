// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
)

// Version says which transaction last wrote a key: its block and its place in the block. The zero Version
// stands for a key that is not there: no block below 1 carries transactions.
type Version struct {
	Block uint64
	Tx    uint64
}

// Exists tells whether the version belongs to a key that was there.
func (v Version) Exists() bool { return v.Block != 0 }

// String writes the version as Fabric's error messages do.
func (v Version) String() string {
	if !v.Exists() {
		return "<nil>"
	}
	return fmt.Sprintf("{BlockNum: %d, TxNum: %d}", v.Block, v.Tx)
}

func (v Version) proto() *kvrwset.Version {
	if !v.Exists() {
		return nil
	}
	return &kvrwset.Version{BlockNum: v.Block, TxNum: v.Tx}
}
