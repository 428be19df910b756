// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/audit"
	"github.com/consort-finance/consort/network/desk"
)

var laws = []story{
	{"every law of the books holds at every peer, of all that was told so far", everyLaw},
}

// everyLaw reads all accounts, journals and undertakings of the town.
func everyLaw(s *scene) {
	desks := desk.Open(s.Network)
	defer func() { require.NoError(s, desks.Close()) }()
	report, err := audit.Ledger(s.Context(), desks)
	require.NoError(s, err)
	require.NotEmpty(s, report.Invariants)
	for _, law := range report.Invariants {
		require.True(s, law.Holds(), "%s: %v", law.Sentence, law.Broken)
	}
}
