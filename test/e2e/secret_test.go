// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/chaincode/cash"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// secret is a text that may stand in the private stores of some members' peers and nowhere else; nowhere at all where there
// are no owners.
type secret struct {
	text   string
	owners []string
}

// owned is a secret of one member.
func owned(text, owner string) secret { return secret{text, []string{owner}} }

// search reads every file of the network as bytes: blocks, states, logs, of all members.
type search struct {
	*scene
	control string // what has to stand in every member's blocks, so that the search finds what is there
	secrets []secret
	public  int
	private map[string]int // files by secret
}

// requireKept searches the network for secrets.
func (s *scene) requireKept(control string, secrets ...secret) {
	s.Helper()
	require.NoError(s, s.Level(s.Context()))
	x := search{scene: s, control: control, secrets: secrets, private: map[string]int{}}
	require.NoError(s, filepath.WalkDir(s.Network.Dir(), x.look))
	require.GreaterOrEqual(s, x.public, len(s.Network.Orgs()), "every member's blocks were searched")
	for _, secret := range secrets {
		require.Equal(s, len(secret.owners) > 0, x.private[secret.text] > 0, "%s is with %q", secret.text, secret.owners)
	}
	s.requireUntold(secrets)
}

func (x *search) look(file string, entry fs.DirEntry, err error) error {
	if os.IsNotExist(err) {
		return nil // databases tidy up
	}
	if err != nil || !entry.Type().IsRegular() {
		return err
	}
	content, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil
	}
	for _, secret := range x.secrets {
		if bytes.Contains(content, []byte(secret.text)) {
			mine := func(owner string) bool { return x.ownStore(owner, file) }
			require.True(x, slices.ContainsFunc(secret.owners, mine), "%s in %s", secret.text, file)
			x.private[secret.text]++
		}
	}
	if strings.Contains(file, "blockfile") && bytes.Contains(content, []byte(x.control)) {
		x.public++
	}
	return err
}

// ownStore tells whether a file belongs to the private data of a member's own peer.
func (s *scene) ownStore(member, file string) bool {
	peer, err := s.Network.Peer(member)
	require.NoError(s, err)
	inside, err := filepath.Rel(peer.Home, file)
	if err != nil || strings.HasPrefix(inside, "..") {
		return false
	}
	for _, store := range []string{"pvtdataStore", "transientstore", "stateLeveldb", "transientStore"} {
		if strings.Contains(inside, store) {
			return true
		}
	}
	return false
}

// requireUntold reads every event from the first block on, as far as a payment made now.
func (s *scene) requireUntold(secrets []secret) {
	s.Helper()
	at := s.accounts(alice, 1, 0)
	last := do(s, s.client(alice), cash.Transfer, transfer(at[0], at[1], 1))
	for event, err := range s.staff("regulator", "supervisor").Events(s.Context(), gatewayclient.Checkpoint{}) {
		require.NoError(s, err)
		for _, secret := range secrets {
			require.NotContains(s, string(event.Event.Data)+event.Event.Subject, secret.text)
		}
		if event.Event.Subject == string(last.TxID) {
			return
		}
	}
}
