// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
)

// person is who signs, as chaincodes see them.
type person struct {
	MSP     string    `json:"msp"`
	Name    string    `json:"name"`
	Subject string    `json:"subject"`
	Issuer  string    `json:"issuer"`
	Party   string    `json:"party,omitempty"`
	Roles   string    `json:"roles,omitempty"`
	Until   time.Time `json:"until"`
	Channel string    `json:"channel"`
	Height  uint64    `json:"height"`
}

// whoami tells who signs and what the peer knows.
func (a *app) whoami() *cobra.Command {
	return &cobra.Command{
		Use:   "whoami",
		Short: "Tell who signs, with which party and roles, and how high the channel is",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(client *gatewayclient.Client) error {
				height, err := client.Height(cmd.Context())
				if err != nil {
					return err
				}
				who, err := describe(client.Identity())
				if err != nil {
					return err
				}
				who.Channel, who.Height = client.Channel(), height
				return a.printPerson(cmd.OutOrStdout(), who)
			})
		},
	}
}

func describe(id gatewayclient.Identity) (person, error) {
	certificate, err := id.X509()
	if err != nil {
		return person{}, err
	}
	attributes, err := attributesOf(certificate)
	if err != nil {
		return person{}, err
	}
	return person{
		MSP: id.MSP, Name: certificate.Subject.CommonName, Subject: certificate.Subject.String(), Issuer: certificate.Issuer.String(),
		Party: attributes["consort.party"], Roles: attributes["consort.role"], Until: certificate.NotAfter,
	}, nil
}

// attributeOID is the extension in which fabric-ca puts attributes (fabric-ca lib/attrmgr).
const attributeOID = "1.2.3.4.5.6.7.8.1"

func attributesOf(certificate *x509.Certificate) (map[string]string, error) {
	for _, extension := range certificate.Extensions {
		if extension.Id.String() != attributeOID {
			continue
		}
		var content struct {
			Attributes map[string]string `json:"attrs"`
		}
		if err := json.Unmarshal(extension.Value, &content); err != nil {
			return nil, fmt.Errorf("attributes of the certificate: %w", err)
		}
		return content.Attributes, nil
	}
	return nil, nil
}

func (a *app) printPerson(w io.Writer, who person) error {
	if a.json {
		return json.NewEncoder(w).Encode(who)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "member\t%s\nname\t%s\nparty\t%s\nroles\t%s\nsubject\t%s\nissuer\t%s\nuntil\t%s\nchannel\t%s, %d blocks\n",
		who.MSP, who.Name, dash(who.Party), dash(who.Roles), who.Subject, who.Issuer, who.Until.Format(time.DateOnly), who.Channel, who.Height)
	return table.Flush()
}

func dash(text string) string { return first(text, "-") }
