// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/securities"
)

// change reads a row, lets a rule decide, saves, emits and answers what came of it.
func change[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], key K, rule func(V, securities.Act) (V, []protocol.Event, error)) (*V, error) {
	before, do, err := load(tx, table, key)
	if err != nil {
		return nil, err
	}
	after, events, err := rule(before, do)
	if err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &after, table.Update(tx, after)
}

// load reads a row, and what a rule may know of the transaction.
func load[K ledger.Key, V any](r ledger.Reader, table *ledger.Table[K, V], key K) (row V, do securities.Act, err error) {
	if do, err = act(r); err != nil {
		return row, do, err
	}
	row, err = table.Get(r, key)
	return row, do, err
}

// carry saves all that became of lots in the transaction: call it once, with all moves.
func carry(tx *ledger.Tx, moves *securities.Moves) error {
	if err := lots.UpdateAll(tx, moves.Spent()); err != nil {
		return err
	}
	for _, made := range moves.Made() {
		if err := lots.AppendEndorsedBy(tx, made.Lot, guard(made)); err != nil {
			return err
		}
	}
	for _, supply := range moves.Changes() {
		if err := count(tx, supply, moves.Act()); err != nil {
			return err
		}
	}
	tx.Emit(moves.Events()...)
	return frost(tx, moves)
}

// guard is who has to endorse what happens to a lot: its custodian or, under an order that the custodian does not carry
// out, depository and regulator together.
func guard(made securities.MadeLot) ledger.Endorsers {
	return ledger.Endorsers{
		Always: []string{made.Custodian}, Or: []ledger.Endorsers{{Always: []string{made.Depository, made.Regulator}}},
	}
}

// count changes a part of the supply.
func count(tx *ledger.Tx, supply securities.SupplyChange, do securities.Act) error {
	before, found, err := stripes.Find(tx, securities.StripeKey{Instrument: supply.Instrument, Stripe: supply.Stripe})
	if err != nil {
		return err
	}
	after, err := before.Change(supply, do)
	if err != nil {
		return err
	}
	if !found {
		return stripes.Insert(tx, after)
	}
	return stripes.Update(tx, after)
}

// admissionOf finds the admission of an account's owner to an instrument; the zero Admission where there is none.
func admissionOf(r ledger.Reader, instrument securities.InstrumentID, account securities.Account) (securities.Admission, error) {
	admission, _, err := admissions.Find(r, securities.AdmissionKey{Instrument: instrument, Party: account.Owner.Party})
	return admission, err
}

// endsOf loads what a move of lots from one account to another rests on.
func endsOf(r ledger.Reader, instrument securities.InstrumentID, from, to securities.AccountID, inputs []securities.LotID) (ends securities.Ends, err error) {
	if ends.Instrument, err = instruments.Get(r, instrument); err != nil {
		return ends, err
	}
	if ends.From, err = accounts.Get(r, from); err != nil {
		return ends, err
	}
	if ends.To, err = accounts.Get(r, to); err != nil {
		return ends, err
	}
	if ends.Admission, err = admissionOf(r, instrument, ends.To); err != nil {
		return ends, err
	}
	ends.Inputs, err = lots.GetMany(r, securities.Keys(instrument, inputs))
	return ends, err
}

// put saves a row that was looked for, whether it was there or not.
func put[K ledger.Key, V any](tx *ledger.Tx, table *ledger.Table[K, V], key K, row V) error {
	_, found, err := table.Find(tx, key)
	if err != nil {
		return err
	}
	if found {
		return table.Update(tx, row)
	}
	return table.Insert(tx, row)
}
