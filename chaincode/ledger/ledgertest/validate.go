// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// validation is the check of endorsements of one block, against the state before it
// (fabric core/committer/txvalidator/v20 and core/common/validation/statebased).
type validation struct {
	world   *World
	height  uint64 // of the state
	changed map[policyKey]bool
	touched []policyKey // by the transaction at hand
}

// policyKey names a key whose validation parameter an earlier transaction of the block set.
type policyKey struct{ namespace, collection, key string }

// errPolicy fails a transaction with ENDORSEMENT_POLICY_FAILURE; every other error halts the channel.
var errPolicy = errors.New("endorsement policy not satisfied")

// code validates the endorsements of one transaction.
func (v *validation) code(tx *Transaction) (peer.TxValidationCode, error) {
	v.touched = v.touched[:0]
	err := v.endorsed(tx)
	if errors.Is(err, errPolicy) {
		return peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE, nil
	}
	if err != nil {
		return 0, fmt.Errorf("transaction %s: %w", tx.TxID, err)
	}
	for _, key := range v.touched {
		v.changed[key] = true
	}
	return peer.TxValidationCode_VALID, nil
}

// endorsed asks the policy of the chaincode that was called, always, and those of the others as far as
// they were written.
func (v *validation) endorsed(tx *Transaction) error {
	called := false
	for i := range tx.RWSet.Namespaces {
		n := &tx.RWSet.Namespaces[i]
		top := n.Namespace == tx.Chaincode
		called = called || top
		if top || n.writes() {
			if err := v.namespace(tx, n); err != nil {
				return err
			}
		}
	}
	if called {
		return nil
	}
	return v.namespace(tx, &NamespaceRW{Namespace: tx.Chaincode})
}

// namespaceCheck remembers which policies of a namespace were found satisfied.
type namespaceCheck struct {
	v       *validation
	tx      *Transaction
	cc      *chaincode
	checked []string // collections, "" for the chaincode
	any     bool
}

func (v *validation) namespace(tx *Transaction, n *NamespaceRW) error {
	c := &namespaceCheck{v: v, tx: tx, cc: v.world.chaincodes[n.Namespace]}
	for i := range n.Writes {
		if err := c.key("", c.cc.public, n.Writes[i].Key); err != nil {
			return err
		}
	}
	for i := range n.Policies {
		v.touched = append(v.touched, policyKey{c.cc.name, "", n.Policies[i].Key})
		if err := c.key("", c.cc.public, n.Policies[i].Key); err != nil {
			return err
		}
	}
	for i := range n.Collections {
		if err := c.collection(&n.Collections[i]); err != nil {
			return err
		}
	}
	if c.any {
		return nil
	}
	return c.policy("", c.cc.definition.policy)
}

func (c *namespaceCheck) collection(rw *CollectionRW) error {
	def := c.cc.definition.collections[rw.Collection]
	if def == nil {
		return nil // the definition has changed: the pins invalidate the transaction
	}
	for i := range rw.Writes {
		if err := c.key(rw.Collection, def.hashed, rw.Writes[i].Key); err != nil {
			return err
		}
	}
	for i := range rw.Policies {
		c.v.touched = append(c.v.touched, policyKey{c.cc.name, rw.Collection, rw.Policies[i].Key})
		if err := c.key(rw.Collection, def.hashed, rw.Policies[i].Key); err != nil {
			return err
		}
	}
	return nil
}

// key asks the policy of a written key. Its own replaces the chaincode's or the collection's.
func (c *namespaceCheck) key(collection string, space *space, key string) error {
	if len(c.v.changed) > 0 && c.v.changed[policyKey{c.cc.name, collection, key}] {
		return fmt.Errorf("%w: validation parameters of key %q were changed in this block", errPolicy, key)
	}
	r := space.get(key, c.v.height)
	if r == nil || !r.policy.guards() {
		return c.general(collection)
	}
	if r.policy.malformed != nil {
		return fmt.Errorf("could not translate policy for %s:%s: %w", c.cc.name, key, r.policy.malformed)
	}
	if r.policy.unusable != nil || !r.policy.policy.satisfied(c.tx.Endorsers) {
		return fmt.Errorf("%w: key %q", errPolicy, key)
	}
	c.any = true
	return nil
}

// general asks the policy of the collection, or else of the chaincode.
func (c *namespaceCheck) general(collection string) error {
	if collection != "" {
		if def := c.cc.definition.collections[collection]; def.policy != nil {
			return c.policy(collection, def.policy)
		}
	}
	return c.policy("", c.cc.definition.policy)
}

func (c *namespaceCheck) policy(name string, p *endorsementPolicy) error {
	if slices.Contains(c.checked, name) {
		return nil
	}
	if !p.satisfied(c.tx.Endorsers) {
		return fmt.Errorf("%w: chaincode %s collection %q", errPolicy, c.cc.name, name)
	}
	c.checked = append(c.checked, name)
	c.any = true
	return nil
}
