// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/supplychain"
	"github.com/consort-finance/consort/chaincode/supplychain/duplicate"
)

// OpenEpoch begins the next epoch of the register's keys.
func (c *Contract) OpenEpoch(tx *ledger.Tx, req supplychain.EpochRequest) (*supplychain.Epoch, error) {
	before, there, err := epochs.Find(tx, supplychain.EpochKey{})
	if err != nil {
		return nil, err
	}
	after, events, err := before.Open(req)
	if err != nil {
		return nil, err
	}
	save := epochs.Insert
	if there {
		save = epochs.Update
	}
	tx.Emit(events...)
	return &after, save(tx, after)
}

// KeepRing keeps the keys in the caller's own collection.
func (c *Contract) KeepRing(tx *ledger.Tx, req supplychain.RingRequest) (*supplychain.RingReceipt, error) {
	kept := supplychain.KeptRing{Epoch: supplychain.Epoch{Number: req.Epochs}, Ring: req.Ring}
	return &supplychain.RingReceipt{Epochs: req.Epochs}, rings.Put(tx, ledger.OwnCollection(tx.Facts().Caller.MSP), kept)
}

// PrintInvoice computes an invoice's tokens, at a peer that keeps the keys.
func (c *Contract) PrintInvoice(q *ledger.Query, req supplychain.InvoiceID) (*supplychain.Prints, error) {
	invoice, err := invoices.Get(q, req)
	if err != nil {
		return nil, err
	}
	supplier, err := c.registry.Party(q, invoice.Supplier.Party)
	if err != nil {
		return nil, err
	}
	buyer, err := c.registry.Party(q, invoice.Buyer.Party)
	if err != nil {
		return nil, err
	}
	document, err := invoice.Document(supplier, buyer)
	if err != nil {
		return nil, err
	}
	kept, err := rings.Get(q, ledger.OwnCollection(q.Facts().Caller.MSP), supplychain.EpochKey{})
	if err != nil {
		return nil, err
	}
	prints, err := kept.Ring.Prints(document)
	return &supplychain.Prints{Register: prints.Register, Lookup: prints.Lookup}, err
}

// RegisterInvoice enters an invoice into the register.
func (c *Contract) RegisterInvoice(tx *ledger.Tx, req supplychain.RegisterRequest) (*supplychain.Registration, error) {
	do, err := act(tx)
	if err != nil {
		return nil, err
	}
	invoice, err := invoices.Get(tx, req.Invoice)
	if err != nil {
		return nil, err
	}
	epoch, err := epochs.Get(tx, supplychain.EpochKey{})
	if err != nil {
		return nil, err
	}
	found, err := known(tx, req.Lookup)
	if err != nil {
		return nil, err
	}
	registration, claims, events, err := invoice.Register(req, epoch, found, do)
	if err != nil {
		return nil, err
	}
	if err := saveClaims(tx, claims, found); err != nil {
		return nil, err
	}
	tx.Emit(events...)
	return &registration, registrations.Insert(tx, registration)
}

// known reads the entries that there are under tokens: one round trip, however many invoices are registered.
func known(r ledger.Reader, tokens []duplicate.Token) ([]duplicate.Entry, error) {
	return entries.Present(r, tokens)
}

func saveClaims(tx *ledger.Tx, claims, found []duplicate.Entry) error {
	there := map[duplicate.Token]bool{}
	for _, entry := range found {
		there[entry.Token] = true
	}
	for _, claim := range claims {
		save := entries.Insert
		if there[claim.Token] {
			save = entries.Update
		}
		if err := save(tx, claim); err != nil {
			return err
		}
	}
	return nil
}

// ApproveInvoice is a second person's word that a suspicion is unfounded.
func (c *Contract) ApproveInvoice(tx *ledger.Tx, req supplychain.InvoiceID) (*supplychain.Registration, error) {
	return change(tx, registrations, req, supplychain.Registration.Approve)
}
