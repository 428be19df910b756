// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Premiums.
var (
	PayPremium = protocol.Submit[PayRequest, Instalment]("insurance:PayPremium").By(role.Anyone).
			Doc("Pays an instalment: by the caller's own means, or once it is due by the policyholder's mandate.")
	CollectPremiums = protocol.Submit[CollectRequest, Collection]("insurance:CollectPremiums").By(role.Anyone).
			Doc("Collects many instalments that are due, by the mandates of their policyholders, all or none.")
	DeferPremium = protocol.Submit[DeferRequest, Instalment]("insurance:DeferPremium").By(role.Insurer).
			Doc("Lets a part of an open instalment be paid later.")
	ChangePayer = protocol.Submit[PayerRequest, Policy]("insurance:ChangePayer").By(role.Anyone).
			Doc("Changes the mandate by which the caller's policy pays premiums.")
	GetInstalment = protocol.Evaluate[InstalmentKey, Instalment]("insurance:Instalment").By(role.Anyone).
			Doc("Answers an instalment.")
	DueInstalments = protocol.Evaluate[DueRequest, protocol.Page[Instalment]]("insurance:DueInstalments").By(role.Anyone).
			Doc("Lists the unpaid instalments that are due on a day.")
	GetPremiumAccount = protocol.Evaluate[ViewRequest, PremiumAccount]("insurance:PremiumAccount").By(role.Anyone).
				Doc("Answers written, earned and unearned premium on a day, as known on another, and what is paid and owed now.")
)

// DueRequest asks for a page of unpaid instalments.
type DueRequest struct {
	protocol.PageRequest
	On date.Date `json:"on" help:"due on this day"`
}

// Validate refuses malformed members.
func (r DueRequest) Validate() error {
	if r.On.IsZero() {
		return errors.New("on is missing")
	}
	return r.PageRequest.Validate()
}

// premiumEndpoints are the transactions about premiums.
var premiumEndpoints = []protocol.Endpoint{
	PayPremium, CollectPremiums, DeferPremium, ChangePayer, GetInstalment, DueInstalments, GetPremiumAccount,
}

// premiumSettles are those of them in which a settlement through cash begins.
var premiumSettles = []protocol.Endpoint{PayPremium, CollectPremiums}
