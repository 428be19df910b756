// SPDX-License-Identifier: Apache-2.0

package cash

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// sheet is a book being worked on: movements are gathered per account and netted when the sheet is closed.
type sheet struct {
	book  Book
	lines []line
	at    map[AccountID]int
	legs  []Leg
}

// line is one account of a sheet.
type line struct {
	account Account
	stripes []Stripe
	moved   []bool // which stripes changed
	held    bool   // whether held changed
	// debits and credits are gross; covered is the part of the debits that holds on stripes have paid already.
	debits, credits, covered money.Amount
}

// open starts work on a book. The book itself is never changed.
func (b Book) open() *sheet {
	s := &sheet{book: b, lines: make([]line, len(b.Accounts)), at: make(map[AccountID]int, len(b.Accounts))}
	for i, account := range b.Accounts {
		s.lines[i] = line{account: account}
		s.at[account.ID] = i
	}
	for _, stripe := range b.Stripes {
		if i, known := s.at[stripe.Account]; known {
			s.lines[i].stripes = append(s.lines[i].stripes, stripe)
			s.lines[i].moved = append(s.lines[i].moved, false)
		}
	}
	return s
}

// line finds an account. Faults: NOT_FOUND.
func (s *sheet) line(id AccountID) (*line, error) {
	i, known := s.at[id]
	if !known {
		return nil, protocol.NotFound.New("account %s is not there", id)
	}
	return &s.lines[i], nil
}

// authority says why an account may be debited, or refuses.
type authority func(payer Account) error

// pay moves money between accounts of customers and modules, once every check has passed, in the order that faults.go states.
func (s *sheet) pay(leg Leg, allowed authority) error {
	from, to, err := s.ends(leg)
	if err != nil {
		return err
	}
	if err := payable(from.account, to.account); err != nil {
		return err
	}
	if err := allowed(from.account); err != nil {
		return err
	}
	return s.move(leg, from, to)
}

// issue moves money between a liability account and another, at the word of the issuing bank.
func (s *sheet) issue(leg Leg) error {
	from, to, err := s.ends(leg)
	if err != nil {
		return err
	}
	return s.move(leg, from, to)
}

func (s *sheet) ends(leg Leg) (from, to *line, err error) {
	if leg.From == leg.To {
		return nil, nil, SelfTransfer.New("account %s cannot pay itself", leg.From)
	}
	if from, err = s.line(leg.From); err != nil {
		return nil, nil, err
	}
	to, err = s.line(leg.To)
	return from, to, err
}

// payable refuses liability accounts at either end.
func payable(from, to Account) error {
	for _, account := range [...]Account{from, to} {
		if account.Kind == IssuerLiability {
			return AccountKind.New("account %s moves by mint and redemption alone", account.ID)
		}
	}
	return nil
}

func (s *sheet) move(leg Leg, from, to *line) error {
	if err := sameCurrency(leg.Amount, from.account, to.account); err != nil {
		return err
	}
	if err := s.debitable(from.account); err != nil {
		return err
	}
	if err := to.account.creditable(); err != nil {
		return err
	}
	var err error
	if from.debits, err = from.debits.Add(leg.Amount.Amount); err != nil {
		return tooMuch(leg.From)
	}
	if to.credits, err = to.credits.Add(leg.Amount.Amount); err != nil {
		return tooMuch(leg.To)
	}
	s.legs = append(s.legs, leg)
	return nil
}

func sameCurrency(amount money.Money, accounts ...Account) error {
	for _, account := range accounts {
		if account.Currency != amount.Currency {
			return CurrencyMismatch.New("account %s is kept in %s, not in %s", account.ID, account.Currency, amount.Currency)
		}
	}
	return nil
}

// debitable refuses a frozen owner, then a frozen account.
func (s *sheet) debitable(account Account) error {
	if slices.Contains(s.book.Frozen, account.Owner.Party) {
		return PartyFrozen.New("party %s is frozen", account.Owner.Party)
	}
	if account.Frozen.closes(DebitSide) {
		return AccountFrozen.New("account %s is frozen for debits", account.ID)
	}
	return nil
}

func (a Account) creditable() error {
	if a.Frozen.closes(CreditSide) {
		return AccountFrozen.New("account %s is frozen for credits", a.ID)
	}
	return nil
}

// close nets every account and answers what has to be written. Faults: INSUFFICIENT_FUNDS, AMOUNT_TOO_LARGE.
func (s *sheet) close(header Posting) (Booking, error) {
	var after Booking
	if len(s.legs) > 0 {
		header.Date, header.Legs = s.book.Date, s.legs
		after.Posting = &header
	}
	for i := range s.lines {
		if err := s.lines[i].settle(&after, header); err != nil {
			return Booking{}, err
		}
	}
	return after, nil
}

func (l *line) settle(after *Booking, header Posting) error {
	idle := l.debits.IsZero() && l.credits.IsZero()
	if !idle {
		after.Entries = append(after.Entries, Entry{
			EntryKey: EntryKey{Account: l.account.ID, Date: header.Date, TxID: header.TxID},
			Debits:   l.debits, Credits: l.credits,
		})
	}
	switch {
	case l.account.HighVolume():
		return l.settleStripes(after, header)
	case idle && !l.held:
		return nil
	default:
		return l.settleRow(after)
	}
}

// settleRow nets an ordinary account.
func (l *line) settleRow(after *Booking) error {
	net, err := l.credits.Sub(l.debits)
	if err == nil {
		l.account.Posted, err = l.account.Posted.Add(net)
	}
	if err != nil {
		return tooMuch(l.account.ID)
	}
	if l.account.Kind != IssuerLiability && l.account.Available().Sign() < 0 {
		return InsufficientFunds.New("account %s is short of %s", l.account.ID,
			money.Money{Amount: l.account.Available().Neg(), Currency: l.account.Currency})
	}
	after.Accounts = append(after.Accounts, l.account)
	return nil
}

// settleStripes nets a high-volume account: what it pays is drawn from stripes, what it receives becomes a credit row.
func (l *line) settleStripes(after *Booking, header Posting) error {
	need, err := l.debits.Sub(l.covered)
	if err == nil {
		need, err = need.Sub(l.credits)
	}
	if err != nil {
		return tooMuch(l.account.ID)
	}
	if need.Sign() < 0 {
		key := CreditKey{Account: l.account.ID, TxID: header.TxID}
		after.Credits = append(after.Credits, Credit{CreditKey: key, Date: header.Date, Amount: need.Neg()})
	} else if _, err := l.draw(need, Stripe.pay); err != nil {
		return err
	}
	for i, stripe := range l.stripes {
		if l.moved[i] {
			after.Stripes = append(after.Stripes, stripe)
		}
	}
	return nil
}
