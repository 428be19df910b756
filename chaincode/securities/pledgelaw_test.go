// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// pledging takes the pledge a step further, whoever tries.
func (l *lombard) pledging(t *rapid.T) {
	act := l.by(rapid.SampledFrom([]int{1, 1, 1, 0, 2}).Draw(t, "who"))
	lots := l.free(t, "a0")
	lots = lots[:min(len(lots), rapid.IntRange(1, 3).Draw(t, "lots"))]
	if len(lots) == 0 {
		return
	}
	secured := act.By(l.pledge.Secured.Owner) == nil
	switch l.pledge.Status {
	case PledgeOffered:
		after, locked, _, err := l.pledge.Accept(l.accounts[0], lots, act)
		if !refused(t, err) {
			require.True(t, secured)
			l.pledge = after
			l.save(locked...)
		}
	case PledgeActive:
		after, _, err := l.pledge.Default(act)
		if !refused(t, err) {
			require.True(t, secured)
			l.pledge = after
		}
	case PledgeDefaulted:
		l.appropriate(t, act)
	default:
		l.release(t, act)
	}
}

// pledgedNow are the lots that are pledged.
func (l *lombard) pledgedNow() []Lot {
	return slices.DeleteFunc(slices.Clone(l.lots), func(lot Lot) bool { return lot.Status != Pledged })
}

func (l *lombard) appropriate(t *rapid.T, act Act) {
	lots := l.pledgedNow()
	lots = lots[:min(len(lots), rapid.IntRange(1, 3).Draw(t, "taken"))]
	on := Appropriation{Priced: l.priced(lots), From: l.accounts[0], To: l.accounts[1], Admission: l.admission(l.accounts[1])}
	after, moves, _, err := l.pledge.Appropriate(on, act)
	if refused(t, err) {
		return
	}
	require.NoError(t, act.By(l.pledge.Secured.Owner))
	for _, spent := range moves.Spent() {
		require.Equal(t, l.pledge.ID.Ref(), l.named([]LotID{spent.ID})[0].Ref, "it spends lots of its own alone")
	}
	require.LessOrEqual(t, after.Satisfied.Cmp(after.Claim.Amount), 0, "never more than the claim")
	l.pledge = after
	l.move(moves)
	l.cycles++
}

func (l *lombard) release(t *rapid.T, act Act) {
	freed, _, err := l.pledge.Release(l.pledgedNow(), l.accounts[0], act)
	if !refused(t, err) {
		l.save(freed...)
	}
}

// transfer tries to move what the first account has, pledged or not.
func (l *lombard) transfer(t *rapid.T) {
	var own []Lot
	for _, lot := range l.lots {
		if lot.Account == "a0" && lot.Live() {
			own = append(own, lot)
		}
	}
	if len(own) == 0 {
		return
	}
	lot := rapid.SampledFrom(own).Draw(t, "own")
	_, err := TransferRequest{Instrument: "I", From: "a0", To: "a2", Lots: []LotID{lot.ID}, Quantity: lot.Quantity}.Transfer(l.ends(0, 2, []Lot{lot}), l.by(0))
	if lot.Status == Pledged {
		var fault *protocol.Fault
		require.ErrorAs(t, err, &fault)
		require.Equal(t, LotEncumbered.Name, fault.Code, "pledged lots are spent by their own pledge alone")
	}
}
