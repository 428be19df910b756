// SPDX-License-Identifier: Apache-2.0

package securities

import (
	"fmt"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/consort-finance/consort/chaincode/securities/fraction"
)

// split is a new day that begins with two or three units for each of those of the day before. The repo is restated when somebody
// does, if ever.
func (l *lombard) split(t *rapid.T) {
	l.dawn(t)
	if l.repo.Default != nil || len(l.splits) == 2 {
		return
	}
	times := rapid.Int64Range(2, 3).Draw(t, "times")
	action := ratio(Split, fraction.Factor{New: times, Old: 1}, fraction.RoundDown, "0")
	action.ID, action.Record, action.Ex, action.Payment = ActionID(fmt.Sprintf("S%d", l.count)), l.price.Day, l.price.Day, l.today
	var err error
	l.actions, err = l.actions.With(action)
	require.NoError(t, err)
	for n, account := range l.accounts {
		var lots []Lot
		for _, lot := range l.lots {
			if lot.Account == account.ID && lot.Live() {
				lots = append(lots, lot)
			}
		}
		l.before[account.ID] *= Quantity(times)
		if len(lots) == 0 {
			continue
		}
		has, err := sumOf(lots)
		require.NoError(t, err)
		moves := OpenMoves(l.by(n))
		require.NoError(t, moves.Convert(l.instrument, lots, has*Quantity(times)))
		l.move(moves)
	}
	l.units *= Quantity(times)
	l.splits = append(l.splits, action)
}

// restate has anybody count one of the splits.
func (l *lombard) restate(t *rapid.T) {
	if len(l.splits) == 0 {
		return
	}
	split := rapid.SampledFrom(l.splits).Draw(t, "split")
	s := Restating{
		Passing: Passing{Repo: l.repo, Book: l.book, Action: split, Actions: l.actions, Buyer: l.accounts[1]},
		Paid:    &Payment{On: split.Payment},
	}
	done, _, err := s.Restate(l.by(2))
	if !refused(t, err) {
		require.Equal(t, l.book.Last().Units*Quantity(split.Factor.New), done.Book.Last().Units)
		l.repo, l.book = done.Repo, done.Book
		l.restated++
	}
}
