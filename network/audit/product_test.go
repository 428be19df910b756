// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/securities"
)

// Every law of a product's own books is one of the audit, at the peer that breaks it.
func TestLawsOfProductsFindTheirBreaches(t *testing.T) {
	one := money.MustAmount(1)
	for name, spoil := range map[string]func(*view){
		"supply-is-lots": func(v *view) { v.instruments = []securities.Books{{Supply: 1}} },
		"lots-sound": func(v *view) {
			v.instruments = []securities.Books{{Lots: []securities.Lot{{ID: "0000.ab.0", Quantity: 0}}}}
		},
		"delivery-versus-payment": func(v *view) {
			v.instruments = []securities.Books{{Obligations: []securities.Obligation{{Quantity: 2, Delivered: 1}}}}
		},
		"income-exact": func(v *view) {
			v.instruments = []securities.Books{{Events: []securities.EventBooks{{Suspense: []securities.Suspense{{Amount: one}}}}}}
		},
		"premium-exact": func(v *view) {
			v.policies = []insurance.PolicyBooks{{Premium: insurance.PremiumAccount{Written: one}}}
		},
		"claims-exact": func(v *view) {
			v.policies = []insurance.PolicyBooks{{Claims: []insurance.ClaimBooks{{Payments: []insurance.Payment{{Amount: one, Status: insurance.PaymentMade}}}}}}
		},
		"within-limits": func(v *view) {
			v.policies = []insurance.PolicyBooks{{Evaluations: []insurance.Evaluation{{Outcome: insurance.PaidOut, Paid: one}}}}
		},
		"cessions-exact": func(v *view) {
			v.programmes = []insurance.ProgrammeBooks{{Treaties: []insurance.TreatyBooks{{Account: insurance.TreatyAccount{Items: insurance.Items{Losses: one}}}}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			sound, spoilt := &view{member: "north"}, &view{member: "south"}
			spoil(spoilt)
			for _, law := range append(instruments([]*view{sound, spoilt}), insured([]*view{sound, spoilt})...) {
				require.Equal(t, law.Name != name, law.Holds(), "%s: %v", law.Name, law.Broken)
				if !law.Holds() {
					require.Contains(t, law.Broken[0], "south: ")
				}
			}
			require.Error(t, peersAgree([]*view{sound, spoilt}).err())
		})
	}
}
