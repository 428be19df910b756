// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// printPeerCommand prints a call as Fabric's own peer command takes it, in the environment that `network env ORG`
// prints. That environment is the member's administrator's, so the command names who signs. It connects to nothing.
func (a *app) printPeerCommand(w io.Writer, i gatewayclient.Invocation, writes bool, c *calling) error {
	flags, err := a.peerFlags(i, writes, c)
	if err != nil {
		return err
	}
	if signer := a.signerDirectory(); signer != "" {
		fmt.Fprintf(w, "CORE_PEER_MSPCONFIGPATH=%s \\\n", quote(signer))
	}
	if !writes {
		_, err = fmt.Fprintf(w, "peer chaincode query %s\n", flags)
		return err
	}
	_, err = fmt.Fprintf(w, `peer chaincode invoke -o "$ORDERER_ADDRESS" --tls --cafile "$ORDERER_CA" --waitForEvent \
  --peerAddresses "$CORE_PEER_ADDRESS" --tlsRootCertFiles "$CORE_PEER_TLS_ROOTCERT_FILE" \
  %s
# Name a peer of every member that has to endorse: --peerAddresses and --tlsRootCertFiles once each.
`, flags)
	return err
}

// peerFlags are the flags that queries and transactions share.
func (a *app) peerFlags(i gatewayclient.Invocation, writes bool, c *calling) (string, error) {
	args := []string{i.Name, string(i.Argument)}
	if writes {
		args = append(args, first(c.reference, "REFERENCE"))
	}
	input, err := json.Marshal(map[string][]string{"Args": args})
	if err != nil {
		return "", err
	}
	chaincode, _, _ := strings.Cut(i.Name, ":")
	channel := `"$CHANNEL_NAME"`
	if a.channel != "" {
		channel = quote(a.channel)
	}
	flags := fmt.Sprintf("-C %s -n %s -c %s", channel, quote(chaincode), quote(string(input)))
	if len(i.Transient) == 0 {
		return flags, nil
	}
	transient, err := json.Marshal(i.Transient)
	return flags + " --transient " + quote(string(transient)), err
}

// quote makes one word of any text for every POSIX shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
