// SPDX-License-Identifier: Apache-2.0

package ledgertest

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"
)

// admit is what a peer checks before it executes a proposal, in the order of the filters in core.yaml:
// expired certificate, clock, identity, signature, transaction id, right to write.
func (w *World) admit(n *node, s *sealed) error {
	now := w.nodeTime(n)
	if now.After(s.id.Certificate.NotAfter) {
		return errors.New("proposal client identity expired")
	}
	window := w.limits.window
	if s.at.Add(window).Before(now) || s.at.Add(-window).After(now) {
		return fmt.Errorf("request unauthorized due to incorrect timestamp %s, peer time %s, peer.authentication.timewindow %s",
			s.at.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339), window)
	}
	if err := w.knows(s.id, now); err != nil {
		return fmt.Errorf("error validating proposal: %w", err)
	}
	if w.signed && !s.signatureValid() {
		return fmt.Errorf("error validating proposal: access denied: channel [%s] creator org [%s]", w.channel, s.id.MSP)
	}
	if _, done := w.Outcome(s.TxID); done {
		return fmt.Errorf("duplicate transaction found [%s]. Creator [%x]", s.TxID, s.id.creator)
	}
	return w.mayWrite(s.id)
}

// knows checks that a certificate comes from the authority of a member of the channel.
func (w *World) knows(id *Identity, now time.Time) error {
	if now.Before(id.Certificate.NotBefore) {
		return fmt.Errorf("access denied: channel [%s] creator org [%s]", w.channel, id.MSP)
	}
	if verdict, ok := w.admitted.Load(id); ok {
		err, _ := verdict.(error)
		return err
	}
	err := w.verify(id)
	w.admitted.Store(id, err)
	return err
}

func (w *World) verify(id *Identity) error {
	if w.byMSP[id.MSP] == nil {
		return fmt.Errorf("access denied: channel [%s] creator org unknown, creator is malformed", w.channel)
	}
	w.mu.RLock()
	ca := w.authorities[id.MSP].ca
	w.mu.RUnlock()
	if err := id.Certificate.CheckSignatureFrom(ca); err != nil {
		return fmt.Errorf("access denied: channel [%s] creator org [%s]", w.channel, id.MSP)
	}
	if len(unitsOf(id)) != 1 {
		return fmt.Errorf("access denied: channel [%s] creator org [%s]", w.channel, id.MSP)
	}
	return nil
}

// unitsOf answers the NodeOUs of the certificate; a valid one has exactly one.
func unitsOf(id *Identity) []string {
	return slices.DeleteFunc(slices.Clone(id.Certificate.Subject.OrganizationalUnit), func(unit string) bool {
		return !slices.Contains([]string{"client", "admin", "peer", "orderer"}, unit)
	})
}

// mayWrite applies the channel's Writers policy: clients and admins of the members.
func (w *World) mayWrite(id *Identity) error {
	units := unitsOf(id)
	if w.byMSP[id.MSP] != nil && len(units) == 1 && (units[0] == "client" || units[0] == "admin") {
		return nil
	}
	return fmt.Errorf("failed evaluating policy on signed data during check policy on channel [%s] with policy [/Channel/Application/Writers]: "+
		"[implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied]", w.channel)
}

func (s *sealed) signatureValid() bool {
	key, ok := s.id.Certificate.PublicKey.(*ecdsa.PublicKey)
	if !ok {
		return false
	}
	digest := sha256.Sum256(s.signedProposal().ProposalBytes)
	return ecdsa.VerifyASN1(key, digest[:], s.Signature)
}
