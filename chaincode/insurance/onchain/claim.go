// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// NotifyClaim reports a loss.
func (c *Contract) NotifyClaim(tx *ledger.Tx, req insurance.LossNotice) (*insurance.Claim, error) {
	policy, do, err := load(tx, policies, req.Policy)
	if err != nil {
		return nil, err
	}
	view, product, err := covering(tx, policy, req, do)
	if err != nil {
		return nil, err
	}
	claim, events, err := policy.Notify(req, view, product, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &claim, noticed(claims.Insert(tx, claim), claim)
}

// noticed says of a loss that is there already under another name what it is.
func noticed(err error, claim insurance.Claim) error {
	var fault *protocol.Fault
	if errors.As(err, &fault) && fault.Code == protocol.AlreadyExists.Name {
		return insurance.Noticed.New("claim %s, or another for this loss, is there; another loss of the day has another number", claim.ID)
	}
	return err
}

// covering reads the view under which a loss is covered, and the version of the product that counts in it. Whether the
// cover is for occurrences or for claims made is the version's to say.
func covering(r ledger.Reader, policy insurance.Policy, req insurance.LossNotice, do insurance.Act) (insurance.View, insurance.ProductTerms, error) {
	var product insurance.ProductVersion
	var refusal error
	for _, occasion := range []insurance.Occasion{insurance.Occurrence, insurance.ClaimsMade} {
		view, err := policy.Covering(req.LossAt, occasion, do)
		if err != nil {
			if refusal == nil {
				refusal = err
			}
			continue
		}
		if product, err = versions.Get(r, policy.Version(view)); err != nil {
			return view, product.ProductTerms, err
		}
		if product.Occasion == occasion {
			return view, product.ProductTerms, product.Reported(req.LossAt, view, do)
		}
	}
	if refusal == nil {
		refusal = insurance.LossNotCovered.New("policy %s does not cover the loss", policy.ID)
	}
	return insurance.View{}, product.ProductTerms, refusal
}

// AcknowledgeClaim tells that the insurer has the notice.
func (c *Contract) AcknowledgeClaim(tx *ledger.Tx, req insurance.ClaimID) (*insurance.Claim, error) {
	return change(tx, claims, req, insurance.Claim.Acknowledge)
}

// TriageClaim decides how a claim is dealt with.
func (c *Contract) TriageClaim(tx *ledger.Tx, req insurance.TriageRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		return before.Triage(req, do)
	})
}

// AskDocuments asks for documents.
func (c *Contract) AskDocuments(tx *ledger.Tx, req insurance.DocumentsRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		return before.Await(req, do)
	})
}

// CompleteDocuments ends the waiting for documents.
func (c *Contract) CompleteDocuments(tx *ledger.Tx, req insurance.ClaimID) (*insurance.Claim, error) {
	return change(tx, claims, req, insurance.Claim.Complete)
}

// InformHolder tells how an undecided claim stands.
func (c *Contract) InformHolder(tx *ledger.Tx, req insurance.InformRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		product, err := versions.Get(tx, before.Version)
		if err != nil {
			return before, nil, err
		}
		return before.Inform(req, product.Claims.Service, do)
	})
}

// WithdrawClaim takes a claim back.
func (c *Contract) WithdrawClaim(tx *ledger.Tx, req insurance.ClaimID) (*insurance.Claim, error) {
	return change(tx, claims, req, insurance.Claim.Withdraw)
}

// VoidClaim ends a notice that is no claim.
func (c *Contract) VoidClaim(tx *ledger.Tx, req insurance.VoidRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		var of insurance.Claim
		if req.Of != "" {
			var err error
			if of, err = claims.Get(tx, req.Of); err != nil {
				return before, nil, err
			}
		}
		return before.Void(req, of, do)
	})
}

// HoldClaim puts a claim on hold.
func (c *Contract) HoldClaim(tx *ledger.Tx, req insurance.ClaimHoldRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		return before.Hold(req, do)
	})
}

// ReleaseClaim lifts a hold.
func (c *Contract) ReleaseClaim(tx *ledger.Tx, req insurance.ClaimHoldRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		return before.Release(req, do)
	})
}

// RecordBreach records lateness.
func (c *Contract) RecordBreach(tx *ledger.Tx, req insurance.BreachRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		return before.Breach(req, do)
	})
}

// CloseClaim closes a claim.
func (c *Contract) CloseClaim(tx *ledger.Tx, req insurance.ClaimID) (*insurance.Claim, error) {
	return change(tx, claims, req, insurance.Claim.Close)
}

// ReopenClaim opens a closed claim again.
func (c *Contract) ReopenClaim(tx *ledger.Tx, req insurance.ReopenRequest) (*insurance.Claim, error) {
	return change(tx, claims, req.Claim, func(before insurance.Claim, do insurance.Act) (insurance.Claim, []protocol.Event, error) {
		found, err := evidence.Get(tx, req.DocumentKey)
		if err != nil {
			return before, nil, err
		}
		product, err := versions.Get(tx, before.Version)
		if err != nil {
			return before, nil, err
		}
		return before.Reopen(req, found, product.Claims, do)
	})
}

// file is a claim with what its rules need besides.
type file struct {
	act     insurance.Act
	claim   insurance.Claim
	panel   insurance.Panel
	product insurance.ProductVersion
}

func fileOf(r ledger.Reader, id insurance.ClaimID) (file, error) {
	do, err := act(r)
	if err != nil {
		return file{}, err
	}
	claim, err := claims.Get(r, id)
	if err != nil {
		return file{}, err
	}
	panel, err := panels.Get(r, claim.Panel)
	if err != nil {
		return file{}, err
	}
	product, err := versions.Get(r, claim.Version)
	return file{do, claim, panel, product}, err
}

// authority is the caller's, or none.
func authority(r ledger.Reader, do insurance.Act, kind insurance.AuthorityKind, currency money.Currency) (insurance.Authority, error) {
	found, _, err := authorities.Find(r, insurance.AuthorityOf(do, kind, currency))
	return found, err
}

// accumulated reads the accumulators of a claim; those that no claim used yet are empty. Which of them are there tells how they
// are saved.
func accumulated(r ledger.Reader, claim insurance.Claim) ([]insurance.Accumulated, []bool, error) {
	keys := claim.Accumulators()
	rows, there, err := accumulators.FindMany(r, keys)
	for i := range rows {
		rows[i].AccumulatorKey = keys[i]
	}
	return rows, there, err
}

func saveAccumulated(tx *ledger.Tx, rows []insurance.Accumulated, there []bool) error {
	for i, row := range rows {
		save := accumulators.Insert
		if there[i] {
			save = accumulators.Update
		}
		if err := save(tx, row); err != nil {
			return err
		}
	}
	return nil
}

// cedeLater keeps what a movement changed for each insurer of the panel.
func cedeLater(tx *ledger.Tx, panel insurance.Panel, whole *insurance.CessionDue) error {
	if whole == nil {
		return nil
	}
	due, err := insurance.CessionsDue(panel, *whole, nil)
	if err != nil {
		return err
	}
	return insertAll(tx, cessionsDue, due)
}
