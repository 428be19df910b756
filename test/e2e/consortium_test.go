// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/test/scenario"
)

func TestMain(m *testing.M) {
	if isClerk() {
		os.Exit(serve())
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil { // stories wait for blocks, not for processors
		panic(err)
	}
	os.Exit(m.Run())
}

// story is something that the suite promises, as a sentence, and how it is shown.
type story struct {
	promise string
	tell    func(*scene)
}

// TestConsortium is the table of contents.
func TestConsortium(t *testing.T) {
	if testing.Short() {
		t.Skip("starts real Fabric")
	}
	town := open(t)
	t.Run("side by side", func(t *testing.T) {
		for _, s := range concat(identities, government, arguments, callers, payments, races, privacy, paperwork, back) {
			t.Run(s.promise, func(t *testing.T) {
				t.Parallel()
				s.tell(town.scene(t))
			})
		}
	})
	audited(t, town)
	for _, s := range concat(financings, settlements, scenarios(t), laws, disturbances) {
		if !t.Run(s.promise, func(t *testing.T) { s.tell(town.scene(t)) }) {
			return // the network may be gone
		}
		audited(t, town)
	}
	t.Run("down leaves no process", func(t *testing.T) { leavesNoProcess(town.scene(t)) })
}

// audited makes sure that money was neither made nor lost and that all peers agree.
func audited(t *testing.T, town *town) {
	t.Helper()
	require.NoError(t, town.Audit(t.Context()))
}

func concat(chapters ...[]story) (all []story) {
	for _, chapter := range chapters {
		all = append(all, chapter...)
	}
	return all
}

// scenarios are the stories of package scenario, which are played on a ledger in the process as well.
func scenarios(t *testing.T) (all []story) {
	t.Helper()
	read, err := scenario.All()
	require.NoError(t, err)
	for _, told := range read {
		all = append(all, story{"scenario " + told.Name, func(s *scene) {
			desks := *s.Desks
			desks.Issue = s.again
			require.NoError(s, told.Play(s.Context(), &desks, s.name, patient...))
		}})
	}
	return all
}
