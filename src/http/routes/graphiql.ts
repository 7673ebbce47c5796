/** The first thing a stranger sees in GraphiQL: something that runs. */
const queryFor = (address: string) => `# Bidwright. Press the play button.
#
# Upload an RFP from a shell:
#   curl ${address}/upload/rfp \\
#     -F clientName=Northwind \\
#     -F file=@examples/sample-rfp.pdf
#
# Then follow it live:
#   subscription {
#     workflowEvents(workflowId: "WF-RFP-…") {
#       __typename sequence
#     }
#   }

query Workflows {
  workflows(first: 10) {
    edges {
      node {
        workflowId
        clientName
        state
        progress { label percent questionsAnswered questionsTotal }
        outputFile { filename url }
      }
    }
  }
}
`;

/** @param address where this service is reached, as its user would type it */
export const graphiqlOptions = (address: string) => ({
  title: 'Bidwright',
  defaultQuery: queryFor(address),
  subscriptionsProtocol: 'WS' as const,
});
