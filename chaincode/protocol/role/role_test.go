// SPDX-License-Identifier: Apache-2.0

package role_test

import (
	"testing"

	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/stretchr/testify/require"
)

func TestRolesThatAreGranted(t *testing.T) {
	seen := map[role.Role]bool{}
	for _, r := range role.All() {
		require.NoError(t, r.Validate())
		require.False(t, seen[r], "%s is there twice", r)
		seen[r] = true
	}
	require.NotContains(t, seen, role.Anyone, "nobody grants it")
	for _, r := range []role.Role{"", role.Anyone, "Auditor", "auditor ", "emperor"} {
		require.Error(t, r.Validate(), "%q", r)
	}
	role.All()[0] = "changed"
	require.Equal(t, role.Governor, role.All()[0])
}

func TestQuestions(t *testing.T) {
	require.NoError(t, role.Question{MSP: "NorthbankMSP", Role: role.Auditor}.Validate())
	require.EqualError(t, role.Question{Role: role.Auditor}.Validate(), "msp is missing")
	require.Error(t, role.Question{MSP: "NorthbankMSP"}.Validate())
}
