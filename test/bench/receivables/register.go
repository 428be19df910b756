// SPDX-License-Identifier: Apache-2.0

package receivables

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"

	"github.com/consort-finance/consort/chaincode/cash"
	cashonchain "github.com/consort-finance/consort/chaincode/cash/onchain"
	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/ident"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest"
	"github.com/consort-finance/consort/chaincode/ledger/ledgertest/stage"
	"github.com/consort-finance/consort/chaincode/parties"
	partiesonchain "github.com/consort-finance/consort/chaincode/parties/onchain"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
	"github.com/consort-finance/consort/chaincode/supplychain/onchain"
	"github.com/consort-finance/consort/test/bench/trial"
	"github.com/consort-finance/consort/test/desk"
)

// keeperMSP is the one member of a register's ledger, who holds every role: one endorser does the whole work of a check.
const keeperMSP = "KeeperMSP"

// register is a ledger in the process with a register of invoices, all of one order.
type register struct {
	stage                   *stage.Stage
	keeper, buyer, supplier *stage.Actor
	book                    supplychain.OrderBook
	today                   date.Date
	entered                 int
	asked                   int // the invoice on which checks are made
}

func newRegister() (*register, error) {
	every := []role.Role{role.Governor, role.Registrar, role.AccountServicer, role.AnchorBuyer, role.Supplier, role.RegisterKeeper}
	charter := parties.Charter{Name: "register", Threshold: 1, Members: []parties.Member{{MSP: keeperMSP, Name: "Keeper", Roles: every}}}
	hash, err := charter.Hash()
	if err != nil {
		return nil, err
	}
	s := &stage.Stage{World: ledgertest.New(ledgertest.Orgs(keeperMSP)), Charter: hash}
	r := &register{
		stage: s, asked: -1, keeper: s.Actor(keeperMSP, "keeper", "", every...),
		buyer: s.Actor(keeperMSP, "buyer", "buyer", role.AnchorBuyer), supplier: s.Actor(keeperMSP, "supplier", "supplier", role.Supplier),
	}
	if r.today, err = date.Of(s.World.Now()); err != nil {
		return nil, err
	}
	return r, errors.Join(deploy(s), r.found(charter), r.open(), r.order())
}

// deploy starts the chaincodes that a registration needs.
func deploy(s *stage.Stage) (err error) {
	for name, build := range map[string]func(ledger.House) (*ledger.Chaincode, error){
		"parties": partiesonchain.New, "cash": cashonchain.New, "supplychain": onchain.New,
	} {
		s.World.Deploy(name, func(msp string) shim.Chaincode {
			chaincode, failed := build(ledger.House{Now: s.World.Clock(msp), Simulated: true, Charter: s.Charter})
			err = errors.Join(err, failed)
			return chaincode
		})
	}
	return err
}

// do has somebody do something that must succeed.
func do[Req protocol.Request, Res any](by *stage.Actor, e protocol.Call[Req, Res], req Req) error {
	if _, _, err := stage.Try(by, e, req); err != nil {
		return fmt.Errorf("%s: %w", e.Name(), err)
	}
	return nil
}

// found has the calendars begin and the firms be known.
func (r *register) found(charter parties.Charter) error {
	roll := protocol.RollRequest{To: r.today}
	err := errors.Join(
		do(r.keeper, parties.Found, charter), do(r.keeper, parties.Roll, roll),
		do(r.keeper, cash.RollDate, roll), do(r.keeper, supplychain.RollDate, roll),
	)
	for i, party := range []parties.PartyID{"buyer", "supplier"} {
		lei, invalid := ident.NewLEI(fmt.Sprintf("5299CONSORT%07d", i))
		err = errors.Join(err, invalid, do(r.keeper, parties.RegisterParty, parties.RegisterRequest{
			ID: party, Kind: parties.LegalEntity, Scheme: parties.LEI, Identifier: lei.String(), Name: string(party),
		}))
	}
	return err
}

// open opens a programme, and the account that it needs, and begins the register.
func (r *register) open() error {
	euro := cash.CurrencyRequest{Governed: protocol.Governed{Resolution: "euro"}, CurrencyKey: cash.CurrencyKey{Currency: desk.Currency()}, ReserveAge: 5}
	proposal, err := parties.NewProposal("euro", cash.SetCurrency, euro, "")
	return errors.Join(err,
		do(r.keeper, parties.ProposeResolution, proposal), do(r.keeper, cash.SetCurrency, euro),
		do(r.keeper, cash.OpenAccount, cash.OpenRequest{ID: collection, Currency: desk.Currency(), Module: supplychain.Module}),
		do(r.buyer, supplychain.Open, programmeTerms()),
		do(r.keeper, supplychain.OpenEpoch, supplychain.EpochRequest{Number: 1}),
	)
}

// order orders and receives as many pieces as invoices will ever bill one by one.
func (r *register) order() error {
	most := decimal.FromInt64(10 * manyInvoices)
	terms := supplychain.OrderTerms{Salt: salt, Lines: []supplychain.OrderLine{{Line: 1, Item: "bolt", Quantity: most, Price: decimal.FromInt64(1)}}}
	arrived := []supplychain.ReceivedLine{{Line: 1, Accepted: most}}
	err := errors.Join(
		do(r.buyer, supplychain.PlaceOrder, supplychain.OrderRequest{ID: "order", Programme: programme, Supplier: "supplier", Terms: terms}),
		do(r.buyer, supplychain.ReceiveGoods, supplychain.ReceiptRequest{ID: "receipt", Order: "order", Book: terms.Book(), Lines: arrived}),
	)
	if err != nil {
		return err
	}
	r.book, err = terms.Book().Receive(arrived)
	return err
}

// fill enters invoices, until there are so many and one more that is not registered.
func (r *register) fill(ctx context.Context, count int) error {
	for ; r.entered < count && ctx.Err() == nil; r.entered++ {
		if err := r.submit(r.entered); err != nil {
			return err
		}
		if err := do(r.keeper, supplychain.RegisterInvoice, registration(r.entered)); err != nil {
			return err
		}
	}
	r.asked = r.entered
	return errors.Join(ctx.Err(), r.submit(r.asked))
}

func (r *register) submit(i int) error {
	terms := supplychain.InvoiceTerms{Salt: salt, Lines: []supplychain.InvoicedLine{{Line: 1, Quantity: decimal.FromInt64(1), Price: decimal.FromInt64(1)}}}
	err := do(r.supplier, supplychain.SubmitInvoice, supplychain.InvoiceRequest{
		ID: invoice(i), Order: "order", Number: string(invoice(i)), Issued: r.today, Book: r.book, Terms: terms,
	})
	if err != nil {
		return err
	}
	r.book, err = r.book.Bill(terms.Lines)
	return err
}

func invoice(i int) supplychain.InvoiceID { return supplychain.InvoiceID(fmt.Sprintf("INV-%d", i)) }

// registration is with tokens as an invoice of one order has them: that of the order is everybody's, the others are its own.
func registration(i int) supplychain.RegisterRequest {
	tokens := []duplicate.Token{{Class: duplicate.Order, Epoch: 1, Value: strings.Repeat("0a", sha256.Size)}}
	for _, class := range []duplicate.Class{duplicate.Exact, duplicate.Number, duplicate.Amount, duplicate.Seller} {
		tokens = append(tokens, duplicate.Token{Class: class, Epoch: 1, Value: fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", class, i)))})
	}
	return supplychain.RegisterRequest{Invoice: invoice(i), Register: tokens, Lookup: tokens}
}

// check endorses the registration of one more invoice. It is not ordered, so that the register stays as large as it is.
func (r *register) check() (*ledgertest.Transaction, error) {
	proposal, err := stage.Proposal(r.keeper, supplychain.RegisterInvoice, registration(r.asked))
	if err != nil {
		return nil, err
	}
	return r.stage.World.Endorse(r.keeper.ID, proposal)
}

// workload makes checks one after the other. The garbage of a slice is less than the two ledgers, so that none is collected
// in its time when all was before: the work of the collector grows with a ledger that is in memory, which is not asked.
func (r *register) workload(name string) *trial.Workload {
	return &trial.Workload{
		Name: name, Workers: 1, Payments: 1, InProcess: true,
		Ready: func(context.Context) error { runtime.GC(); return nil },
		Do: func(context.Context, int64) error {
			_, err := r.check()
			return err
		},
	}
}

// reads are the keys of the register's chaincode that a check reads. It reads no range, which would grow unseen.
func (r *register) reads() (int, error) {
	tx, err := r.check()
	if err != nil {
		return 0, err
	}
	namespace := tx.RWSet.Namespace(supplychain.Module)
	if len(namespace.Ranges) > 0 {
		return 0, errors.New("a check reads a range of keys")
	}
	return len(namespace.Reads), nil
}
