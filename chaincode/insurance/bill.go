// SPDX-License-Identifier: Apache-2.0

package insurance

import "github.com/consort-finance/consort/chaincode/cash"

// Bill is what it takes to collect an instalment beside its charge: who pays, and who gets it. It stands on the instalment
// until that is paid, so that whoever collects needs no other row of the policy: of five hundred policies whose premiums one
// transaction collects, any may be endorsed or given notice of in the same block.
type Bill struct {
	// Payer is the policyholder's account and mandate, where it gave them.
	Payer Purse `json:"payer,omitzero"`
	// VersionKey is the product's version of the instalment's period, which has the taxes, and Panel its insurers.
	VersionKey
	Panel PanelID `json:"panel"`
	// Commissions is the intermediary's account.
	Commissions cash.AccountID `json:"commissions,omitzero"`
}

// bill is how an instalment of a period is collected.
func (p Policy) bill(period int) Bill {
	frame := p.frame(p.Stack[period-1])
	return Bill{Payer: p.Payer, VersionKey: frame.Version, Panel: frame.Panel, Commissions: p.Brokerage.Purse.Account}
}

// Frame is under which version and with which panel the instalment is collected.
func (b Bill) Frame() Frame { return Frame{Version: b.VersionKey, Panel: b.Panel} }
