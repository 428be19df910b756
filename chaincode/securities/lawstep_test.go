// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"errors"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// refused tells whether a rule refused; anything else than a fault is a defect.
func refused(t *rapid.T, err error) bool {
	if err == nil {
		return false
	}
	var fault *protocol.Fault
	require.True(t, errors.As(err, &fault), "%v", err)
	return true
}

func (w *world) issue(t *rapid.T) {
	i, treasury := w.instrument(t), w.accounts[rapid.SampledFrom([]int{0, 6}).Draw(t, "treasury")]
	issue := Issue{ID: "I", Instrument: i.ID, Account: treasury.ID, Status: IssueRequested}
	for _, size := range rapid.SliceOfN(rapid.IntRange(1, 1000), 1, 4).Draw(t, "sizes") {
		issue.Sizes = append(issue.Sizes, Quantity(size))
	}
	_, _, moves, err := Issuing{Issue: issue, Instrument: i, Account: treasury, Size: QuantityMax}.Decide(DecideIssueRequest{ID: "I", Accept: true}, w.csd())
	require.NoError(t, err)
	w.carry(t, moves)
}

func (w *world) transfer(t *rapid.T) {
	i := w.instrument(t)
	from, to := w.giver(t, i, "from"), w.account(t, "to")
	lots := w.pick(t, w.freeIn(i, from))
	if len(lots) == 0 || from.ID == to.ID {
		return
	}
	request := TransferRequest{Instrument: i.ID, From: from.ID, To: to.ID, Quantity: Quantity(rapid.Int64Range(1, int64(sizeOf(lots))+1).Draw(t, "quantity"))}
	request.LockedUntil = w.lockUp(t)
	admission := w.admissions[AdmissionKey{Instrument: i.ID, Party: to.Owner.Party}]
	ends := Ends{Instrument: i, From: from, To: to, Admission: admission, Inputs: lots}
	act := w.as(from.Owner)
	verdict, err := request.Judge(ends, act)
	require.NoError(t, err)
	moves, err := request.Transfer(ends, act)
	twice := errors.Is(err, LotTwice) // which a request cannot ask for
	require.True(t, verdict.OK == (err == nil) || twice, "what is asked before is what decides: %v, %v", verdict, err)
	if refused(t, err) {
		return
	}
	if !to.treasuryOf(i) {
		require.Equal(t, Admitted, admission.Status)
	}
	w.obeyed(t, moves, "")
	for _, spent := range moves.Spent() {
		require.False(t, w.today.Before(spent.LockedUntil), "I11: no locked-up lot leaves its account")
	}
	w.carry(t, moves)
}

func (w *world) lockUp(t *rapid.T) date.Date {
	days := rapid.SampledFrom([]int{0, 0, 1, 5}).Draw(t, "locked up for")
	if days == 0 {
		return date.Date{}
	}
	until, err := w.today.AddDays(days)
	require.NoError(t, err)
	return until
}

// obeyed holds the rules about what lies on lots against moves that were allowed.
func (w *world) obeyed(t *rapid.T, moves *Moves, ref Ref) {
	strictest := date.Date{}
	for _, spent := range moves.Spent() {
		before := w.lots[spent.LotKey()]
		require.NotEqual(t, Frozen, before.Status, "I10")
		require.Equal(t, ref, before.Ref, "I10: an encumbered lot goes for what it is encumbered for alone")
		strictest = later(strictest, before.LockedUntil)
	}
	for _, made := range moves.Made() {
		require.False(t, made.LockedUntil.Before(strictest), "I11: no move shortens a lock-up")
	}
}

func (w *world) split(t *rapid.T) {
	i := w.instrument(t)
	account := w.giver(t, i, "account")
	lots := w.pick(t, func(l Lot) bool { return w.freeIn(i, account)(l) && l.Quantity > 1 })
	if len(lots) == 0 || lots[0].Quantity < 2 {
		return
	}
	first := Quantity(rapid.Int64Range(1, int64(lots[0].Quantity)-1).Draw(t, "first"))
	second := lots[0].Quantity - first + Quantity(rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "surplus"))
	moves, err := SplitRequest{LotKey: lots[0].LotKey(), Sizes: []Quantity{first, second}}.Split(i, account, lots[0], w.as(account.Owner))
	if !refused(t, err) {
		w.obeyed(t, moves, "")
		w.carry(t, moves)
	}
}

func (w *world) sweep(t *rapid.T) {
	i := w.instrument(t)
	account := w.giver(t, i, "account")
	lots := w.pick(t, func(l Lot) bool { return l.Instrument == i.ID && l.Account == account.ID && l.ready("") == nil })
	moves, err := SweepRequest{Instrument: i.ID, Account: account.ID}.Sweep(i, account, lots, w.as(account.Owner))
	if !refused(t, err) {
		w.obeyed(t, moves, "")
		w.carry(t, moves)
	}
}

var refs = []Ref{"settlement:1", "settlement:2", "pledge:1"}

// encumber locks, pledges or frees a lot.
func (w *world) encumber(t *rapid.T) {
	lots := w.pick(t, func(l Lot) bool { return l.Status == Free || l.Ref != "" })
	if len(lots) == 0 {
		return
	}
	ref := rapid.SampledFrom(refs).Draw(t, "ref")
	ways := map[string]func() (Lot, error){
		"lock":   func() (Lot, error) { return lots[0].Lock(ref, w.csd()) },
		"pledge": func() (Lot, error) { return lots[0].Pledge(ref, w.csd()) },
		"unlock": func() (Lot, error) { return lots[0].Unlock(ref) },
	}
	after, err := ways[rapid.SampledFrom([]string{"lock", "pledge", "unlock"}).Draw(t, "way")]()
	if !refused(t, err) {
		w.lots[after.LotKey()] = after
	}
}

// lock locks a lot for something and tries it for something else: it goes for what it is locked for alone.
func (w *world) lock(t *rapid.T) {
	i := w.instrument(t)
	from, to := w.giver(t, i, "from"), w.account(t, "to")
	lots := w.pick(t, w.freeIn(i, from))
	if len(lots) == 0 {
		return
	}
	locked, err := lots[0].Lock(refs[0], w.csd())
	if refused(t, err) {
		return
	}
	w.lots[locked.LotKey()] = locked
	for _, ref := range []Ref{"", refs[1]} {
		err := OpenMoves(w.csd()).Pass(Move{Instrument: i, Givers: []Account{from}, Ref: ref, Inputs: []Lot{locked}, Outputs: []Output{
			{Account: to, Admission: w.admissions[AdmissionKey{Instrument: i.ID, Party: to.Owner.Party}], Quantity: locked.Quantity},
		}})
		require.True(t, refused(t, err), "I10")
		require.True(t, refused(t, OpenMoves(w.csd()).Redeem(i, ref, locked)), "I10")
	}
}

// settle moves lots that are locked for something to any admitted account, whatever else is named.
func (w *world) settle(t *rapid.T) {
	to, ref := w.account(t, "to"), rapid.SampledFrom(refs).Draw(t, "ref")
	lots := w.pick(t, func(l Lot) bool { return l.Ref == ref })
	if len(lots) == 0 {
		return
	}
	i, from := w.instruments[lots[0].Instrument], w.keeper(lots[0])
	moves := OpenMoves(w.csd())
	err := moves.Pass(Move{Instrument: i, Givers: []Account{from}, Ref: ref, Inputs: lots, Outputs: []Output{
		{Account: to, Admission: w.admissions[AdmissionKey{Instrument: i.ID, Party: to.Owner.Party}], Quantity: sizeOf(lots)},
	}})
	if !refused(t, err) {
		w.obeyed(t, moves, ref)
		w.carry(t, moves)
	}
}

func (w *world) freeze(t *rapid.T) {
	lots := w.pick(t, func(l Lot) bool { return l.Live() })
	if len(lots) == 0 {
		return
	}
	order := rapid.SampledFrom([]CourtOrderID{"order-1", "order-2"}).Draw(t, "order")
	after, err := lots[0].Freeze(order)
	if lots[0].Status == Frozen {
		after, err = lots[0].Unfreeze(order)
	}
	if !refused(t, err) {
		w.lots[after.LotKey()] = after
	}
}

// enforce moves units under an order; what lay on them lies on them still.
func (w *world) enforce(t *rapid.T) {
	lots := w.pick(t, func(l Lot) bool { return l.Live() })
	if len(lots) == 0 {
		return
	}
	lot, from, to := lots[0], w.keeper(lots[0]), w.account(t, "to")
	moves := OpenMoves(w.csd())
	err := moves.Enforce(w.instruments[lot.Instrument], lot, from, to, Quantity(rapid.Int64Range(0, int64(lot.Quantity)+1).Draw(t, "quantity")))
	if refused(t, err) {
		return
	}
	for _, made := range moves.Made() {
		require.Equal(t, []any{lot.Status, lot.Ref, lot.Order, lot.Before, lot.LockedUntil}, []any{made.Status, made.Ref, made.Order, made.Before, made.LockedUntil})
	}
	w.carry(t, moves)
}

func (w *world) restate(t *rapid.T) {
	lots := w.pick(t, func(l Lot) bool { return l.Live() })
	if len(lots) == 0 {
		return
	}
	moves := OpenMoves(w.csd())
	err := moves.Restate(w.instruments[lots[0].Instrument], lots[0], Account{ID: lots[0].Account, Custodian: lots[0].Custodian}, lots[0].Quantity*2)
	if !refused(t, err) {
		w.carry(t, moves)
	}
}

func (w *world) cancel(t *rapid.T) {
	i := w.instrument(t)
	account := w.giver(t, i, "account")
	lots := w.pick(t, w.freeIn(i, account))
	moves, err := CancelRequest{Instrument: i.ID, Account: account.ID}.Cancel(i, account, lots, w.as(i.Issuer))
	if !refused(t, err) {
		w.obeyed(t, moves, "")
		w.carry(t, moves)
	}
}
