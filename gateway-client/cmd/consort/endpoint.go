// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/gateway-client/cmd/consort/form"
)

// calling are the flags of commands that call a chaincode.
type calling struct {
	reference string
	endorse   []string
	at        string
	propose   string
}

// endpoint is the command of one endpoint.
func (a *app) endpoint(e protocol.Endpoint) *cobra.Command {
	cmd := &cobra.Command{
		Use: form.Kebab(e.Function()), Short: e.Summary(), Long: long(e), GroupID: group(e), Args: cobra.NoArgs,
	}
	f, c := form.New(e, cmd.Flags()), &calling{}
	if f.Positional() {
		cmd.Use += " " + strings.ToUpper(form.Kebab(e.RequestType().Name()))
		cmd.Args = cobra.ExactArgs(1)
	}
	c.addFlags(cmd, e.Writes(), e.Governed())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		request, err := f.Request(args)
		if err != nil {
			return err
		}
		if c.propose != "" {
			return a.propose(cmd, e, request, c)
		}
		return a.request(cmd, e, request, c)
	}
	return cmd
}

// addFlags adds what a transaction or a query can be told.
func (c *calling) addFlags(cmd *cobra.Command, writes, governed bool) {
	if governed {
		cmd.Flags().StringVar(&c.propose, "propose", "", "do not carry it out: propose it to the members, for this `reason`")
	}
	if !writes {
		cmd.Flags().StringVar(&c.at, "at", "", "have a peer of this member answer, by MSP identifier")
		return
	}
	cmd.Flags().StringVar(&c.reference, referenceFlag(cmd), "", "name of the effect in your books; it is applied once (default random)")
	cmd.Flags().StringSliceVar(&c.endorse, "endorse", nil, "members that endorse, by MSP identifier (default as request and policies ask)")
}

// referenceFlag is the flag of the client's reference. It makes way where the request has a reference of its own, as
// settlement instructions have.
func referenceFlag(cmd *cobra.Command) string {
	if cmd.Flags().Lookup("reference") != nil {
		return "client-reference"
	}
	return "reference"
}

func (c *calling) options() []gatewayclient.Option {
	var opts []gatewayclient.Option
	if c.reference != "" {
		opts = append(opts, gatewayclient.Reference(c.reference))
	}
	if len(c.endorse) > 0 {
		opts = append(opts, gatewayclient.EndorsingOrganisations(c.endorse...))
	}
	if c.at != "" {
		opts = append(opts, gatewayclient.AtPeer(c.at))
	}
	return opts
}

func group(e protocol.Endpoint) string {
	if e.Writes() {
		return "submit"
	}
	return "evaluate"
}

// long says of an endpoint what its declaration says.
func long(e protocol.Endpoint) string {
	var roles []string
	for _, r := range e.Roles() {
		roles = append(roles, string(r))
	}
	text := fmt.Sprintf("%s\n\nEndpoint %s; the caller's role: %s.", e.Summary(), e.Name(), strings.Join(roles, " or "))
	if e.Governed() {
		text += "\nIt carries out a resolution that the members adopted: --propose proposes it, `consort parties approve` votes."
	}
	if e.Confidential() {
		text += "\nIt writes to the caller's own private collection alone; no other member sees it."
	}
	return text
}

// propose asks the members to adopt what would be carried out.
func (a *app) propose(cmd *cobra.Command, e protocol.Endpoint, request protocol.Request, c *calling) error {
	governed, is := request.(interface{ Under() protocol.ResolutionID })
	if !is {
		return fmt.Errorf("%s names no resolution", e.Name())
	}
	content, err := protocol.Marshal(request)
	if err != nil {
		return err
	}
	proposal := parties.ProposeRequest{ID: governed.Under(), Endpoint: e.Name(), Request: string(content), Reason: c.propose}
	return a.request(cmd, parties.ProposeResolution, proposal, c)
}

// request calls an endpoint with a request of its type.
func (a *app) request(cmd *cobra.Command, e protocol.Endpoint, request protocol.Request, c *calling) error {
	argument, transient, err := protocol.Encode(request)
	if err != nil {
		return err
	}
	witnessed, _ := request.(protocol.Witnessed)
	return a.invoke(cmd, gatewayclient.Invocation{
		Name: e.Name(), Argument: argument, Transient: transient, Confidential: e.Confidential(), Witnessed: witnessed,
	}, e.Writes(), c)
}

// invoke calls a chaincode and prints its answer, or prints the call for the peer command.
func (a *app) invoke(cmd *cobra.Command, i gatewayclient.Invocation, writes bool, c *calling) error {
	if a.showPeer {
		return a.printPeerCommand(cmd.OutOrStdout(), i, writes, c)
	}
	return a.with(cmd.Context(), func(client *gatewayclient.Client) error {
		if !writes {
			response, err := client.Evaluate(cmd.Context(), i, c.options()...)
			if err != nil {
				return err
			}
			return a.printAnswer(cmd.OutOrStdout(), response)
		}
		outcome, err := client.Submit(cmd.Context(), i, c.options()...)
		if err != nil {
			return err
		}
		return a.printOutcome(cmd.OutOrStdout(), outcome)
	})
}
