// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/sameloss"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// OpenLossEpoch begins the next epoch of the register of losses.
func (c *Contract) OpenLossEpoch(tx *ledger.Tx, req insurance.LossEpochRequest) (*insurance.LossEpoch, error) {
	before, there, err := lossEpochs.Find(tx, insurance.LossEpochKey{})
	if err != nil {
		return nil, err
	}
	after, events, err := before.Open(req, insurance.Act{Facts: tx.Facts()})
	if err != nil {
		return nil, err
	}
	save := lossEpochs.Insert
	if there {
		save = lossEpochs.Update
	}
	tx.Emit(events...)
	return &after, save(tx, after)
}

// KeepLossKeys keeps keys in the caller's own collection.
func (c *Contract) KeepLossKeys(tx *ledger.Tx, req insurance.LossKeysRequest) (*insurance.LossKeysReceipt, error) {
	kept := insurance.LossKeys(req)
	return &insurance.LossKeysReceipt{Epochs: req.Epochs}, lossKeys.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), kept)
}

// BlindLoss blinds a loss at a peer of the insurer's own.
func (c *Contract) BlindLoss(q *ledger.Query, req insurance.BlindRequest) (*insurance.BlindedLoss, error) {
	kept, err := lossKeys.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), insurance.LossEpochKey{})
	if err != nil {
		return nil, err
	}
	blinded, err := sameloss.Blind(kept.Ring, req.Loss)
	return &insurance.BlindedLoss{Claim: req.Claim, Blinded: blinded}, err
}

// PrintLoss makes tokens at a peer of the register's keeper.
func (c *Contract) PrintLoss(q *ledger.Query, req insurance.PrintLossRequest) (*sameloss.Prints, error) {
	kept, err := lossKeys.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), insurance.LossEpochKey{})
	if err != nil {
		return nil, err
	}
	return ledger.Answer(sameloss.Print(kept.Ring, req.Blinded))
}

// RegisterLoss enters a claim's loss into the register.
func (c *Contract) RegisterLoss(tx *ledger.Tx, req insurance.RegisterLossRequest) (*insurance.Claim, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	claim, err := claims.Get(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	epoch, err := lossEpochs.Get(tx, insurance.LossEpochKey{})
	if err != nil {
		return nil, err
	}
	found, err := lossEntries.Present(tx, req.Lookup)
	if err != nil {
		return nil, err
	}
	others, err := claims.GetMany(tx, claim.Others(found))
	if err != nil {
		return nil, err
	}
	registered, events, err := claim.Register(req, epoch, found, others, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &registered.Claim, saveRegistered(tx, registered, found)
}

func saveRegistered(tx *ledger.Tx, registered insurance.Registered, found []insurance.LossEntry) error {
	there := map[sameloss.Token]bool{}
	for _, entry := range found {
		there[entry.Token] = true
	}
	for _, entry := range registered.Entries {
		save := lossEntries.Insert
		if there[entry.Token] {
			save = lossEntries.Update
		}
		if err := save(tx, entry); err != nil {
			return err
		}
	}
	if registered.Case != nil {
		if err := duplicates.Insert(tx, *registered.Case); err != nil {
			return err
		}
	}
	return errors.Join(claims.Update(tx, registered.Claim), claims.UpdateAll(tx, registered.Others))
}

// AnswerDuplicate is an insurer's word on a case.
func (c *Contract) AnswerDuplicate(tx *ledger.Tx, req insurance.DuplicateAnswer) (*insurance.DuplicateCase, error) {
	return comparing(tx, req.Case, func(found insurance.DuplicateCase, sides []insurance.Claim, do insurance.Act) (insurance.Compared, []protocol.Event, error) {
		return found.Answer(req, sides, do)
	})
}

// DecideDuplicate is the arbiter's word on a case.
func (c *Contract) DecideDuplicate(tx *ledger.Tx, req insurance.DuplicateDecision) (*insurance.DuplicateCase, error) {
	return comparing(tx, req.Case, func(found insurance.DuplicateCase, sides []insurance.Claim, do insurance.Act) (insurance.Compared, []protocol.Event, error) {
		return found.Decide(req, sides, do)
	})
}

// ShareLoss divides one loss among its insurers.
func (c *Contract) ShareLoss(tx *ledger.Tx, req insurance.DuplicateID) (*insurance.DuplicateCase, error) {
	return comparing(tx, req, func(found insurance.DuplicateCase, sides []insurance.Claim, do insurance.Act) (insurance.Compared, []protocol.Event, error) {
		terms, used := make([]insurance.ProductTerms, len(sides)), make([][]insurance.Accumulated, len(sides))
		for i, side := range sides {
			product, err := versions.Get(tx, side.Version)
			if err != nil {
				return insurance.Compared{}, nil, err
			}
			terms[i] = product.ProductTerms
			if used[i], _, err = accumulated(tx, side); err != nil {
				return insurance.Compared{}, nil, err
			}
		}
		return found.ShareOut(sides, terms, used, do)
	})
}

// comparing is a step of a case.
func comparing(tx *ledger.Tx, id insurance.DuplicateID, rule func(insurance.DuplicateCase, []insurance.Claim, insurance.Act) (insurance.Compared, []protocol.Event, error)) (*insurance.DuplicateCase, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	before, err := duplicates.Get(tx, id)
	if err != nil {
		return nil, err
	}
	sides, err := claims.GetMany(tx, before.Claims())
	if err != nil {
		return nil, err
	}
	compared, events, err := rule(before, sides, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &compared.Case, errors.Join(duplicates.Update(tx, compared.Case), claims.UpdateAll(tx, compared.Claims), accumulators.UpdateAll(tx, compared.Accumulated))
}

// Contribute asks for the payment of what an insurer owes another.
func (c *Contract) Contribute(tx *ledger.Tx, req insurance.ContributeRequest) (*insurance.Payment, error) {
	before, err := duplicates.Get(tx, req.Case)
	if err != nil {
		return nil, err
	}
	transfer, err := before.Find(req)
	if err != nil {
		return nil, err
	}
	f, err := fileOf(tx, transfer.From)
	if err != nil {
		return nil, err
	}
	after, paying, events, err := before.Contribute(req, f.claim, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &paying.Payment, errors.Join(duplicates.Update(tx, after), payments.Insert(tx, paying.Payment), claims.Update(tx, paying.Claim))
}

// MakeContribution pays an authorised contribution.
func (c *Contract) MakeContribution(tx *ledger.Tx, req insurance.NumberedKey) (*insurance.Payment, error) {
	f, err := fileOf(tx, req.Claim)
	if err != nil {
		return nil, err
	}
	payment, err := payments.Get(tx, req)
	if err != nil {
		return nil, err
	}
	found, err := duplicates.Get(tx, payment.Case)
	if err != nil {
		return nil, err
	}
	transfer, err := found.Find(insurance.ContributeRequest{Case: found.ID, Transfer: payment.Transfer})
	if err != nil {
		return nil, err
	}
	creditor, err := fileOf(tx, transfer.To)
	if err != nil {
		return nil, err
	}
	made, settle, events, err := f.claim.MakeContribution(payment, found, creditor.claim, f.panel, creditor.panel, f.act)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	if err := errors.Join(savePaying(tx, f, made.Paying), claims.Update(tx, made.Creditor), cedeLater(tx, creditor.panel, &made.Credited)); err != nil {
		return nil, err
	}
	return &made.Payment, c.money.Settle(tx, settle)
}

// Duplicate answers a case.
func (c *Contract) Duplicate(q *ledger.Query, req insurance.DuplicateID) (*insurance.DuplicateCase, error) {
	return ledger.Answer(duplicates.Get(q, req))
}

// LossEpoch answers the epoch of the register of losses.
func (c *Contract) LossEpoch(q *ledger.Query, _ protocol.Nothing) (*insurance.LossEpoch, error) {
	return ledger.Answer(lossEpochs.Get(q, insurance.LossEpochKey{}))
}
