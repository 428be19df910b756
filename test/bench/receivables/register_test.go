// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/supplychain"
)

// filled is a register of so many invoices.
func filled(t *testing.T, count int) *register {
	t.Helper()
	r, err := newRegister()
	require.NoError(t, err)
	require.NoError(t, r.fill(t.Context(), count))
	return r
}

func TestCheckReadsTheSameInRegistersOfAnySize(t *testing.T) {
	few, many := filled(t, 10), filled(t, 60)
	figure, err := growth(few, many)
	require.NoError(t, err)
	require.True(t, figure.Reached())
	least, err := few.reads()
	require.NoError(t, err)
	require.GreaterOrEqual(t, least, len(registration(0).Lookup), "every token is read")
}

// What is measured is a registration that would be valid, and it leaves the register as it is.
func TestCheckIsARegistrationThatIsNotOrdered(t *testing.T) {
	r := filled(t, 10)
	keys := len(r.stage.World.Keys(supplychain.Module))
	w := r.workload("check")
	for n := range int64(3) {
		require.NoError(t, w.Do(t.Context(), n))
	}
	require.Len(t, r.stage.World.Keys(supplychain.Module), keys)
	tx, err := r.check()
	require.NoError(t, err)
	require.NotEmpty(t, tx.RWSet.Namespace(supplychain.Module).Writes)
	require.NoError(t, do(r.keeper, supplychain.RegisterInvoice, registration(r.asked)))
}
