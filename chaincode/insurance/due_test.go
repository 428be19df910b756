// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/insurance/index"
)

// A policyholder chooses for the triggers of the covers that it buys, before anything is offered; other covers ask for nothing.
func TestTriggersOfWhatIsAskedForAreChosenFor(t *testing.T) {
	shaking := index.Terms{Steps: &index.Steps{
		Direction: index.Above, Steps: []index.Step{{At: 60, Share: decimal.FromInt64(1)}},
	}}
	open := func(cover CoverCode) TriggerTerms {
		return TriggerTerms{Cover: cover, Feed: "shaking", From: day("2026-06-01"), To: day("2026-06-30"), Terms: shaking}
	}
	terms := ProductTerms{Parametric: &ParametricTerms{ClosingDays: 1, Triggers: []TriggerTerms{open("HOUSE"), open("BARN")}}}
	buys := func(covers ...CoverCode) func(CoverCode) bool {
		return func(cover CoverCode) bool { return slices.Contains(covers, cover) }
	}
	house := []Choice{{Trigger: 1, Subject: "kathmandu"}}

	require.NoError(t, terms.chooses(buys("HOUSE"), house))
	require.NoError(t, terms.chooses(buys(), nil), "an endorsement arms nothing")
	require.ErrorIs(t, terms.chooses(buys("HOUSE"), nil), TermsRefused)
	require.ErrorIs(t, terms.chooses(buys("HOUSE", "BARN"), house), TermsRefused)
	require.ErrorIs(t, terms.chooses(buys("HOUSE"), []Choice{{Trigger: 1, Subject: "kathmandu", Reference: 5}}), index.ReadingRefused)
	require.Error(t, terms.chooses(buys(), []Choice{{Trigger: 3, Subject: "kathmandu"}}))
	require.NoError(t, ProductTerms{}.chooses(buys("HOUSE"), nil), "a product without an index asks for nothing")
}
